internal import Language

extension Evaluator {
  func call(_ callee: Expression, _ arguments: [CallArgument], at range: SourceRange)
    throws(Unwind) -> Value
  {
    let value = try evaluate(callee)
    guard case .function(let function) = value else {
      throw failure(
        .type,
        "\(value.kindPhrase) cannot be called",
        at: callee.range
      )
    }
    switch function {
    case .builtin(let builtin): return try call(builtin, arguments, at: range)
    case .declared(let declaration, let scope):
      return try call(declaration, in: scope, arguments, at: range)
    }
  }

  private func call(_ builtin: Builtin, _ arguments: [CallArgument], at range: SourceRange)
    throws(Unwind) -> Value
  {
    let bound = try bind(
      arguments,
      to: builtin.parameters.map { Name($0.name) },
      isVariadic: builtin.isVariadic,
      of: builtin.name.text,
      at: range
    )
    var values: [Value] = []
    for (index, parameter) in builtin.parameters.enumerated() {
      guard let value = bound.values[index] ?? parameter.fallback else {
        throw missing(parameter.name, of: builtin.name.text, at: range)
      }
      values.append(value)
    }
    let context = Context(session: session, evaluator: self, source: source, range: range)
    return try located(range) { () throws(Diagnostic) in
      try builtin.body(context, values + bound.rest)
    }
  }

  private func call(
    _ declaration: FunctionDeclaration,
    in closure: Scope,
    _ arguments: [CallArgument],
    at range: SourceRange
  ) throws(Unwind) -> Value {
    let name = declaration.identifier.name.text
    guard callDepth < Self.maximumCallDepth else {
      throw failure(
        .limit,
        "recursion too deep: functions are nested \(callDepth) times",
        at: range
      )
    }
    let names = declaration.parameters.map(\.identifier.name)
    let bound = try bind(arguments, to: names, isVariadic: false, of: name, at: range)
    let caller = (scope, source)
    callDepth += 1
    defer {
      (scope, source) = caller
      callDepth -= 1
    }
    let inner = Scope(in: closure)
    // Defaults do not see the other parameters: they belong to where the function was declared.
    (scope, source) = (closure, declaration.source)
    do throws(Unwind) {
      for (parameter, given) in zip(declaration.parameters, bound.values) {
        let name = parameter.identifier.name
        if let given {
          inner.declare(name, given)
        } else if let fallback = parameter.fallback {
          inner.declare(name, try evaluate(fallback))
        } else {
          source = caller.1
          throw missing(name.text, of: declaration.identifier.name.text, at: range)
        }
      }
      scope = inner
      guard case .returning(let value) = try run(statements: declaration.body) else {
        return .none
      }
      return value
    } catch .failure(let diagnostic) {
      throw .failure(diagnostic.noting("in a call of '\(name)'", in: caller.1, at: range))
    }
  }

  private func missing(_ parameter: String, of function: String, at range: SourceRange) -> Unwind {
    failure(.type, "\(function)() needs a value for '\(parameter)'", at: range)
  }

  /// Evaluates arguments and assigns them to parameters, by position and by name.
  private func bind(
    _ arguments: [CallArgument],
    to parameters: [Name],
    isVariadic: Bool,
    of function: String,
    at range: SourceRange
  ) throws(Unwind) -> (values: [Value?], rest: [Value]) {
    var values = [Value?](repeating: nil, count: parameters.count)
    var rest: [Value] = []
    var position = 0
    for argument in arguments {
      let value = try evaluate(argument.value)
      guard let label = argument.label else {
        if position < parameters.count {
          values[position] = value
          position += 1
        } else if isVariadic {
          rest.append(value)
        } else {
          throw failure(
            .type,
            "\(function)() takes \(Self.count(parameters.count)), not \(arguments.count)",
            at: argument.value.range
          )
        }
        continue
      }
      guard let index = parameters.firstIndex(of: label.name) else {
        throw failure(
          .name,
          "\(function)() has no parameter '\(label.name.text)'",
          at: label.range,
          hint: Suggestion.closest(to: label.name.text, among: parameters.map(\.text))
            .map { "did you mean '\($0)'?" }
        )
      }
      guard values[index] == nil else {
        throw failure(.type, "'\(label.name.text)' is given twice", at: label.range)
      }
      values[index] = value
    }
    return (values, rest)
  }

  private static func count(_ number: Int) -> String {
    switch number {
    case 0: "no arguments"
    case 1: "1 argument"
    default: "\(number) arguments"
    }
  }
}
