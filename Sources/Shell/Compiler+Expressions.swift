internal import Language

extension Compiler {
  /// Compiles an expression.
  func code(_ expression: Expression) throws(Unwind) -> Code {
    let place = place(expression.range)
    switch expression.kind {
    case .integer(let integer): return Self.constant(.integer(integer))
    case .float(let float): return Self.constant(.float(float))
    case .bool(let bool): return Self.constant(.bool(bool))
    case .string(let text): return Self.constant(.string(text))
    case .none: return Self.constant(.none)
    case .name(let name): return reader(of: name, at: place)
    case .template(let parts): return try template(parts)
    case .parameter(let name):
      return { frame throws(Unwind) in
        let session = frame.evaluator.session
        return try place.located { () throws(Diagnostic) in
          try session.catalog.lookUpParameter(session, name)
        }
      }
    default:
      // What follows nests.
      try evaluator.checkStack(at: place)
      return try compound(expression, at: place)
    }
  }

  private static func constant(_ value: Value) -> Code { { _ in value } }

  private func compound(_ expression: Expression, at place: Place) throws(Unwind) -> Code {
    switch expression.kind {
    case .list(let elements): return try list(elements, at: place)
    case .unary(let operation, let operand): return try unary(operation, operand, at: place)
    case .binary(let left, let operation, let right, let range):
      if operation == .and || operation == .or { return try logical(left, operation, right) }
      return try binary(left, operation, right, at: range)
    case .comparison(let first, let links): return try comparison(first, links)
    case .range(let low, let high): return try range(low, high)
    case .call(let callee, let arguments): return try call(callee, arguments, at: place)
    case .subscripted(let base, let subscripts):
      return try subscripted(base, subscripts, at: place)
    case .member(let base, let field): return try member(base, field)
    case .integer, .float, .bool, .string, .template, .none, .name, .parameter:
      preconditionFailure("a simple expression is compiled in place")
    }
  }

  private func template(_ parts: [TemplatePart]) throws(Unwind) -> Code {
    var pieces: [Code] = []
    for part in parts {
      switch part {
      case .text(let text): pieces.append(Self.constant(.string(text)))
      case .value(let expression): pieces.append(try code(expression))
      }
    }
    return { frame throws(Unwind) in
      var text = ""
      for piece in pieces { text += try piece(frame).printed }
      return .string(text)
    }
  }

  private func list(_ elements: [Expression], at place: Place) throws(Unwind) -> Code {
    let elements = try codes(elements)
    return { frame throws(Unwind) in
      try frame.evaluator.checkStack(at: place)
      var values: [Value] = []
      values.reserveCapacity(elements.count)
      for element in elements { values.append(try element(frame)) }
      let all = values
      return try place.located { () throws(Diagnostic) in
        try frame.evaluator.session.budget.requireList(all.count)
        return try Value.list(of: all)
      }
    }
  }

  func codes(_ expressions: [Expression]) throws(Unwind) -> [Code] {
    var codes: [Code] = []
    codes.reserveCapacity(expressions.count)
    for expression in expressions { codes.append(try code(expression)) }
    return codes
  }

  private func unary(_ operation: UnaryOperator, _ operand: Expression, at place: Place)
    throws(Unwind) -> Code
  {
    let operand = try code(operand)
    return { frame throws(Unwind) in
      try frame.evaluator.checkStack(at: place)
      let value = try operand(frame)
      let budget = frame.evaluator.session.budget
      let result = try place.located { () throws(Diagnostic) in
        try Operators.apply(operation, to: value, budget: budget)
      }
      try frame.evaluator.checkCompletion(of: result, at: place)
      return result
    }
  }

  private func range(_ low: Expression, _ high: Expression) throws(Unwind) -> Code {
    let low = try wholeNumber(low, for: "a range's start")
    let high = try wholeNumber(high, for: "a range's end")
    return { frame throws(Unwind) in
      let first = try low(frame)
      let last = try high(frame)
      return .range(first..<max(first, last))
    }
  }

  /// Compiles an expression of which a whole number is asked.
  func wholeNumber(_ expression: Expression, for purpose: String) throws(Unwind)
    -> (Frame) throws(Unwind) -> Int
  {
    let place = place(expression.range)
    let value = try code(expression)
    return { frame throws(Unwind) in
      let value = try value(frame)
      if let number = value.wholeNumber { return number }
      let isNumber = value.number != nil
      throw place.failure(
        isNumber ? .value : .type,
        "\(purpose) must be an integer, not \(isNumber ? value.literal : value.kindPhrase)"
      )
    }
  }

  private func member(_ base: Expression, _ field: Identifier) throws(Unwind) -> Code {
    let place = place(field.range)
    let base = try code(base)
    let name = field.name
    return { frame throws(Unwind) in
      try frame.evaluator.checkStack(at: place)
      let value = try base(frame)
      guard case .record(let record) = value else {
        throw place.failure(.type, "\(value.kindPhrase) has no fields, so no '\(name.text)'")
      }
      if let value = record[name] { return value }
      let names = record.fields.map(\.name.text)
      throw place.failure(
        .name,
        "the record has no field '\(name.text)'",
        hint: Suggestion.closest(to: name.text, among: names).map { "did you mean '\($0)'?" }
          ?? "it has \(names.joined(separator: ", "))"
      )
    }
  }
}
