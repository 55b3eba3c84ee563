internal import Language

/// A value given to a command, made ready to run.
enum CommandInput {
  case word(String, Place)
  case code(Code, Place)

  var place: Place {
    switch self {
    case .word(_, let place), .code(_, let place): place
    }
  }

  func value(in frame: Frame) throws(Unwind) -> Value {
    switch self {
    case .word(let word, _): .string(word)
    case .code(let code, _): try code(frame)
    }
  }
}

/// A command call made ready to run.
struct CommandCode {
  let description: CommandDescription
  let variant: CommandDescription?
  var values: [CommandInput] = []
  var options: [(name: Identifier, value: CommandInput)] = []
  var body: Step?
  let scope: LocalScope?
  let place: Place
}

extension Compiler {
  func command(_ call: CommandCall) throws(Unwind) -> Step {
    let name = call.name.name.text
    guard let description = session.catalog.description(of: name) else {
      throw place(call.name.range).failure(.name, "unknown command '\(name)'")
    }
    var code = CommandCode(
      description: description,
      variant: call.variant.flatMap { description.variant(named: $0.name.text) },
      scope: scope,
      place: place(call.range)
    )
    for value in call.values { code.values.append(try input(value)) }
    for option in call.options { code.options.append((option.name, try input(option.value))) }
    if !call.body.isEmpty { code.body = try steps(call.body) }
    let compiled = code
    return { frame throws(Unwind) in try frame.evaluator.run(compiled, in: frame) }
  }

  private func input(_ value: CommandValue) throws(Unwind) -> CommandInput {
    switch value {
    case .word(let word, let range): .word(word, place(range))
    case .expression(let expression): .code(try code(expression), place(expression.range))
    }
  }
}
