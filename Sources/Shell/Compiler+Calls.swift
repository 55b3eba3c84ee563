internal import Language

/// An argument of a call made ready to run.
struct ArgumentCode {
  /// The parameter's name where the call gives it.
  let label: Name?
  let labelPlace: Place
  let value: Code
  let place: Place
}

extension Compiler {
  func call(_ callee: Expression, _ arguments: [CallArgument], at place: Place) throws(Unwind)
    -> Code
  {
    let calleePlace = self.place(callee.range)
    let callee = try code(callee)
    var compiled: [ArgumentCode] = []
    for argument in arguments {
      compiled.append(
        ArgumentCode(
          label: argument.label?.name,
          labelPlace: self.place(argument.label?.range ?? argument.value.range),
          value: try code(argument.value),
          place: self.place(argument.value.range)
        )
      )
    }
    let scope = scope
    let call = CallCode(arguments: compiled, place: place)
    return { frame throws(Unwind) in
      try frame.evaluator.checkLimits(at: place)
      let value = try callee(frame)
      guard case .function(let function) = value else {
        throw calleePlace.failure(.type, "\(value.kindPhrase) cannot be called")
      }
      switch function {
      case .builtin(let builtin): return try call.run(builtin, in: frame, scope)
      case .declared(let function): return try call.run(function, in: frame)
      }
    }
  }
}

/// The arguments of a call, bound to the parameters of whatever function is called.
final class CallCode {
  private let arguments: [ArgumentCode]
  private let place: Place
  private let hasLabels: Bool

  init(arguments: [ArgumentCode], place: Place) {
    self.arguments = arguments
    self.place = place
    hasLabels = arguments.contains { $0.label != nil }
  }

  func run(_ builtin: Builtin, in frame: Frame, _ scope: LocalScope?) throws(Unwind) -> Value {
    var bound = try bind(
      to: builtin.parameters.lazy.map { Name($0.name) },
      isVariadic: builtin.isVariadic,
      of: builtin.name,
      in: frame
    )
    var values: [Value] = []
    values.reserveCapacity(builtin.parameters.count + bound.rest.count)
    for (index, parameter) in builtin.parameters.enumerated() {
      guard let value = bound.values[index].take() ?? parameter.fallback else {
        throw missing(parameter.name, of: builtin.name)
      }
      values.append(value)
    }
    values += bound.rest
    let all = values
    let context = Context(frame: frame, scope: scope, place: place)
    let result = try place.located { () throws(Diagnostic) in try builtin.body(context, all) }
    // What was stopped half way has no value.
    try frame.evaluator.checkInterruption(at: place)
    return result
  }

  func run(_ function: ScriptFunction, in frame: Frame) throws(Unwind) -> Value {
    let evaluator = frame.evaluator
    let code = function.code
    let name = function.declaration.identifier.name
    guard evaluator.callDepth < Evaluator.maximumCallDepth else {
      throw place.failure(
        .limit,
        "recursion too deep: functions are nested \(evaluator.callDepth) times"
      )
    }
    let inner = Frame(evaluator, in: function.frame, count: code.layout.count)
    try bind(to: code.parameters, of: name, in: frame, slots: &inner.slots)
    for index in code.parameters.indices
    where inner.slots[index] == nil && code.fallbacks[index] == nil {
      throw missing(code.parameters[index].text, of: name)
    }
    evaluator.callDepth += 1
    defer { evaluator.callDepth -= 1 }
    do throws(Unwind) {
      for (index, fallback) in code.fallbacks.enumerated() where inner.slots[index] == nil {
        // Defaults do not see the other parameters: they belong to where the function was declared.
        inner.slots[index] = try fallback?(function.frame)
      }
      guard case .returning(let value) = try code.body(inner) else { return .none }
      return value
    } catch {
      guard case .failure(let diagnostic) = error else { throw error }
      throw .failure(
        diagnostic.noting("in a call of '\(name.text)'", in: place.source, at: place.range)
      )
    }
  }

  private func missing(_ parameter: String, of function: Name) -> Unwind {
    place.failure(.type, "\(function.text)() needs a value for '\(parameter)'")
  }

  /// Evaluates the arguments into the first slots of a function's frame.
  private func bind(
    to parameters: [Name],
    of function: Name,
    in frame: Frame,
    slots: inout [Value?]
  ) throws(Unwind) {
    guard hasLabels || arguments.count > parameters.count else {
      for (index, argument) in arguments.enumerated() {
        slots[index] = try argument.value(frame)
      }
      return
    }
    let bound = try bind(to: parameters, isVariadic: false, of: function, in: frame)
    for (index, value) in bound.values.enumerated() { slots[index] = value }
  }

  /// Evaluates the arguments and assigns them to parameters, by position and by name.
  private func bind(
    to parameters: some RandomAccessCollection<Name>,
    isVariadic: Bool,
    of function: Name,
    in frame: Frame
  ) throws(Unwind) -> (values: [Value?], rest: [Value]) {
    var values = [Value?](repeating: nil, count: parameters.count)
    var rest: [Value] = []
    var position = 0
    for argument in arguments {
      let value = try argument.value(frame)
      if let label = argument.label {
        let index = try self.index(of: label, in: parameters, of: function, at: argument.labelPlace)
        guard values[index] == nil else {
          throw argument.labelPlace.failure(.type, "'\(label.text)' is given twice")
        }
        values[index] = value
      } else if position < parameters.count {
        values[position] = value
        position += 1
      } else if isVariadic {
        rest.append(value)
      } else {
        throw argument.place.failure(
          .type,
          "\(function.text)() takes \(Self.count(parameters.count)), not \(arguments.count)"
        )
      }
    }
    return (values, rest)
  }

  private func index(
    of label: Name,
    in parameters: some RandomAccessCollection<Name>,
    of function: Name,
    at place: Place
  ) throws(Unwind) -> Int {
    for (index, name) in parameters.enumerated() where name == label { return index }
    throw place.failure(
      .name,
      "\(function.text)() has no parameter '\(label.text)'",
      hint: Suggestion.closest(to: label.text, among: parameters.map(\.text))
        .map { "did you mean '\($0)'?" }
    )
  }

  private static func count(_ number: Int) -> String {
    switch number {
    case 0: "no arguments"
    case 1: "1 argument"
    default: "\(number) arguments"
    }
  }
}
