internal import Language

extension Compiler {
  /// Compiles an operator with both its operands.
  ///
  /// A long chain such as `1 + 1 + …` leans to the left: it becomes a loop instead of recursing.
  func binary(
    _ left: Expression,
    _ operation: BinaryOperator,
    _ right: Expression,
    at range: SourceRange
  ) throws(Unwind) -> Code {
    var links = [(operation: operation, right: try code(right), place: place(range))]
    var first = left
    while case .binary(let inner, let operation, let right, let range) = first.kind,
      operation != .and, operation != .or
    {
      links.append((operation, try code(right), place(range)))
      first = inner
    }
    let start = try code(first)
    guard links.count > 1 else {
      let (operation, right, place) = links[0]
      return { frame throws(Unwind) in
        let left = try start(frame)
        return try Self.apply(operation, left, try right(frame), frame, place)
      }
    }
    links.reverse()
    let chain = links
    return { frame throws(Unwind) in
      var result = try start(frame)
      for (operation, right, place) in chain {
        result = try Self.apply(operation, result, try right(frame), frame, place)
      }
      return result
    }
  }

  /// Applies an operator; what loops do most is decided here at once.
  static func apply(
    _ operation: BinaryOperator,
    _ left: Value,
    _ right: Value,
    _ frame: Frame,
    _ place: Place
  ) throws(Unwind) -> Value {
    if case .integer(let a) = left, case .integer(let b) = right {
      let (value, overflow): (Int, Bool) =
        switch operation {
        case .plus: a.addingReportingOverflow(b)
        case .minus: a.subtractingReportingOverflow(b)
        case .times: a.multipliedReportingOverflow(by: b)
        default: (0, true)
        }
      if !overflow { return .integer(value) }
    }
    let session = frame.evaluator.session
    let result = try place.located { () throws(Diagnostic) in
      try operation == .matrixMultiply
        ? Operators.product(left, right, in: session)
        : Operators.apply(operation, left, right, budget: session.budget)
    }
    try frame.evaluator.checkCompletion(of: result, at: place)
    return result
  }

  /// Compiles `and` and `or`, which leave out what no longer matters.
  func logical(_ left: Expression, _ operation: BinaryOperator, _ right: Expression)
    throws(Unwind) -> Code
  {
    let left = try bool(left, of: operation)
    let right = try bool(right, of: operation)
    let decisive = operation == .or
    return { frame throws(Unwind) in
      if try left(frame) == decisive { return .bool(decisive) }
      return .bool(try right(frame))
    }
  }

  private func bool(_ expression: Expression, of operation: BinaryOperator) throws(Unwind)
    -> (Frame) throws(Unwind) -> Bool
  {
    let place = place(expression.range)
    let value = try code(expression)
    return { frame throws(Unwind) in
      let value = try value(frame)
      if case .bool(let bool) = value { return bool }
      throw place.failure(.type, "'\(operation.rawValue)' needs bools, not \(value.kindPhrase)")
    }
  }

  /// Compiles `a < b <= c …`, where each operand is evaluated once, and only if it still matters.
  func comparison(_ first: Expression, _ links: [ComparisonLink]) throws(Unwind) -> Code {
    let first = try code(first)
    var rest: [(comparison: ComparisonOperator, right: Code, place: Place)] = []
    for link in links {
      rest.append((link.comparison, try code(link.right), place(link.operatorRange)))
    }
    guard rest.count > 1 else {
      let (comparison, right, place) = rest[0]
      return { frame throws(Unwind) in
        let left = try first(frame)
        return try Self.compare(left, comparison, try right(frame), frame, place)
      }
    }
    let chain = rest
    return { frame throws(Unwind) in
      var left = try first(frame)
      for (comparison, right, place) in chain {
        let value = try right(frame)
        let result = try Self.compare(left, comparison, value, frame, place)
        guard case .bool(let holds) = result else {
          throw place.failure(
            .type,
            "a chain of comparisons needs scalars, not tensors",
            hint: "compare two at a time and multiply the results"
          )
        }
        guard holds else { return result }
        left = value
      }
      return .bool(true)
    }
  }

  private static func compare(
    _ left: Value,
    _ comparison: ComparisonOperator,
    _ right: Value,
    _ frame: Frame,
    _ place: Place
  ) throws(Unwind) -> Value {
    if case .integer(let a) = left, case .integer(let b) = right {
      return .bool(comparison.holds(a, b))
    }
    let budget = frame.evaluator.session.budget
    let result = try place.located { () throws(Diagnostic) in
      try Operators.compare(left, comparison, right, budget: budget)
    }
    try frame.evaluator.checkCompletion(of: result, at: place)
    return result
  }
}
