internal import Language
internal import Tensors

extension Evaluator {
  func evaluate(_ expression: Expression) throws(Unwind) -> Value {
    switch expression.kind {
    case .integer(let integer): return .integer(integer)
    case .float(let float): return .float(float)
    case .bool(let bool): return .bool(bool)
    case .string(let text): return .string(text)
    case .none: return .none
    case .name(let name): return try value(of: name, at: expression.range)
    case .template(let parts): return .string(try text(of: parts, at: expression.range))
    case .parameter(let name):
      return try located(expression.range) { () throws(Diagnostic) in
        try catalog.lookUpParameter(session, name)
      }
    default:
      try checkLimits(at: expression.range)
      return try evaluateCompound(expression)
    }
  }

  private func evaluateCompound(_ expression: Expression) throws(Unwind) -> Value {
    switch expression.kind {
    case .list(let elements): return try list(elements, at: expression.range)
    case .unary(let operation, let operand):
      let value = try evaluate(operand)
      return try located(expression.range) { () throws(Diagnostic) in
        try Operators.apply(operation, to: value)
      }
    case .binary(let left, let operation, let right, let range):
      return try binary(left, operation, right, at: range)
    case .comparison(let first, let links): return try comparison(first, links)
    case .range(let low, let high): return try range(low, high)
    case .call(let callee, let arguments):
      return try call(callee, arguments, at: expression.range)
    case .subscripted(let base, let subscripts):
      let value = try evaluate(base)
      return try element(of: value, subscripts, at: expression.range)
    case .member(let base, let field): return try member(field, of: try evaluate(base))
    case .integer, .float, .bool, .string, .template, .none, .name, .parameter:
      preconditionFailure("a simple expression is evaluated in place")
    }
  }

  private func value(of name: Name, at range: SourceRange) throws(Unwind) -> Value {
    if let value = scope[name] { return value }
    if name == "_" { return session.lastValue }
    if let variable = catalog.variable(named: name) {
      return try located(range) { () throws(Diagnostic) in try variable.read(session) }
    }
    if let builtin = catalog.function(named: name) { return .function(.builtin(builtin)) }
    throw unknown(name, at: range)
  }

  func unknown(_ name: Name, at range: SourceRange) -> Unwind {
    let candidates = session.knownNames.map(\.text)
    let hint = Suggestion.closest(to: name.text, among: candidates).map { "did you mean '\($0)'?" }
    return failure(
      .name,
      "unknown name '\(name.text)'",
      at: range,
      hint: hint ?? "use 'let \(name.text) = …' to make it"
    )
  }

  private func text(of parts: [TemplatePart], at range: SourceRange) throws(Unwind) -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let piece): text += piece
      case .value(let expression): text += try evaluate(expression).printed
      }
    }
    return text
  }

  private func list(_ elements: [Expression], at range: SourceRange) throws(Unwind) -> Value {
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for element in elements { values.append(try evaluate(element)) }
    return try located(range) { () throws(Diagnostic) in try Value.list(of: values) }
  }

  private func binary(
    _ left: Expression,
    _ operation: BinaryOperator,
    _ right: Expression,
    at range: SourceRange
  ) throws(Unwind) -> Value {
    if operation == .and || operation == .or {
      let isDecided = try bool(left, of: operation) == (operation == .or)
      return .bool(isDecided ? operation == .or : try bool(right, of: operation))
    }
    // A long chain such as `1 + 1 + …` leans to the left: walk down instead of recursing.
    var pending: [(BinaryOperator, Expression, SourceRange)] = [(operation, right, range)]
    var first = left
    while case .binary(let inner, let operation, let right, let range) = first.kind,
      operation != .and, operation != .or
    {
      pending.append((operation, right, range))
      first = inner
    }
    var result = try evaluate(first)
    for (operation, right, range) in pending.reversed() {
      let value = try evaluate(right)
      result = try located(range) { () throws(Diagnostic) in
        try Operators.apply(operation, result, value, budget: session.budget)
      }
    }
    return result
  }

  private func bool(_ expression: Expression, of operation: BinaryOperator) throws(Unwind) -> Bool {
    let value = try evaluate(expression)
    guard case .bool(let bool) = value else {
      throw failure(
        .type,
        "'\(operation.rawValue)' needs bools, not \(value.kindPhrase)",
        at: expression.range
      )
    }
    return bool
  }

  private func comparison(_ first: Expression, _ links: [ComparisonLink]) throws(Unwind) -> Value {
    var left = try evaluate(first)
    var result = Value.bool(true)
    for (index, link) in links.enumerated() {
      let right = try evaluate(link.right)
      result = try located(link.operatorRange) { () throws(Diagnostic) in
        try Operators.compare(left, link.comparison, right)
      }
      guard case .bool(let holds) = result else {
        guard links.count > 1 else { return result }
        throw failure(
          .type,
          "a chain of comparisons needs scalars, not tensors",
          at: link.operatorRange
        )
      }
      if !holds || index == links.count - 1 { return result }
      left = right
    }
    return result
  }

  private func range(_ low: Expression, _ high: Expression) throws(Unwind) -> Value {
    let first = try wholeNumber(low, for: "a range's start")
    let last = try wholeNumber(high, for: "a range's end")
    return .range(first..<max(first, last))
  }

  func wholeNumber(_ expression: Expression, for purpose: String) throws(Unwind) -> Int {
    let value = try evaluate(expression)
    guard let number = value.wholeNumber else {
      throw failure(
        value.number == nil ? .type : .value,
        "\(purpose) must be an integer, not \(value.number == nil ? value.kindPhrase : value.literal)",
        at: expression.range
      )
    }
    return number
  }

  private func member(_ field: Identifier, of value: Value) throws(Unwind) -> Value {
    guard case .record(let record) = value else {
      throw failure(
        .type,
        "\(value.kindPhrase) has no fields, so no '\(field.name.text)'",
        at: field.range
      )
    }
    if let value = record[field.name] { return value }
    let names = record.fields.map(\.name.text)
    throw failure(
      .name,
      "the record has no field '\(field.name.text)'",
      at: field.range,
      hint: Suggestion.closest(to: field.name.text, among: names).map { "did you mean '\($0)'?" }
        ?? "it has \(names.joined(separator: ", "))"
    )
  }
}
