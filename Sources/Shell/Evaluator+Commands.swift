internal import Language

extension Evaluator {
  func run(_ call: CommandCall) throws(Unwind) {
    let name = call.name.name.text
    guard let description = catalog.description(of: name) else {
      throw failure(.name, "unknown command '\(name)'", at: call.name.range)
    }
    let context = Context(session: session, evaluator: self, source: source, range: call.range)
    context.body = call.body
    let command = try decode(call, as: description, into: context)
    try located(call.range) { () throws(Diagnostic) in try command.run(in: context) }
    if let result = context.result { session.lastValue = result }
    if session.quitStatus != nil { throw .quit }
  }

  /// Returns the command that a call means, with every parameter set.
  private func decode(
    _ call: CommandCall,
    as description: CommandDescription,
    into context: Context
  ) throws(Unwind) -> any Command {
    let declaration = description.type.init()
    guard let command = declaration as? any Command else {
      preconditionFailure("the catalogue holds commands only")
    }
    let variant = call.variant.flatMap { description.variant(named: $0.name.text) }
    var inner: (any Declaration)?
    var slots = declaration.slots
    if let type = variant?.type ?? Swift.type(of: command).expressionForm {
      let made = type.init()
      inner = made
      // Behind a variant's word the expressions are the variant's alone.
      if variant != nil { slots.removeAll(where: \.slot.takesExpressions) }
      slots += made.slots
    }
    let title = variant.map { "\(description.manual.name) \($0.manual.name)" }
    let binder = ParameterBinder(
      evaluator: self,
      title: title ?? description.manual.name,
      slots: slots
    )
    try binder.bind(call)
    if let command = inner as? any Command { return command }
    context.variant = inner
    return command
  }

  func runShell(_ command: String, at range: SourceRange) throws(Unwind) {
    guard session.options.allowsShell else {
      throw failure(.state, "shell lines are switched off by --no-shell", at: range)
    }
    let status = session.host.runShell(command, interruption: session.interruption)
    session.shellStatus = status
    if session.interruption.isRequested { throw failure(.interrupted, "interrupted", at: range) }
    guard status != 0, session.mode == .script else { return }
    let reason =
      status > 128 ? "was ended by signal \(status - 128)" : "ended with status \(status)"
    throw failure(.state, "the shell command \(reason)", at: range)
  }
}

/// Evaluates the values of a command call and gives them to the declared parameters.
struct ParameterBinder {
  let evaluator: Evaluator
  /// The command's name, for messages.
  let title: String
  let slots: [(name: String, slot: ParameterSlot)]

  func bind(_ call: CommandCall) throws(Unwind) {
    var given: Set<String> = []
    var positions = slots.filter { $0.slot.position == .argument }[...]
    let repeating = slots.first { $0.slot.position == .repeatingArgument }
    let expressions = slots.filter(\.slot.takesExpressions)
    for value in call.values {
      if let (name, slot) = positions.popFirst() {
        try set([slot], name, to: value)
        given.insert(name)
      } else if let (name, slot) = repeating {
        try set([slot], name, to: value)
      } else if let name = expressions.first?.name {
        try set(expressions.map(\.slot), name, to: value)
      } else {
        throw evaluator.failure(.type, "\(title) takes no more values", at: value.range)
      }
    }
    for option in call.options {
      let name = option.name.name.text
      guard let slot = slots.first(where: { $0.name == name })?.slot else {
        throw evaluator.failure(.name, "\(title) has no option '\(name)'", at: option.name.range)
      }
      guard given.insert(name).inserted else {
        throw evaluator.failure(.type, "'\(name)' is given twice", at: option.name.range)
      }
      try set([slot], name, to: option.value)
    }
    for (name, slot) in slots where slot.isRequired && !given.contains(name) {
      throw evaluator.failure(.type, "\(title) needs a value for '\(name)'", at: call.range)
    }
  }

  /// Evaluates a value once and gives it to parameters of one name.
  private func set(
    _ slots: [ParameterSlot],
    _ name: String,
    to given: CommandValue
  ) throws(Unwind) {
    let value: Value =
      switch given {
      case .word(let word, _): .string(word)
      case .expression(let expression): try evaluator.evaluate(expression)
      }
    for slot in slots {
      if let fault = slot.kind.fault(of: value, in: "\(title)'s \(name)") {
        throw .failure(fault.located(at: given.range, in: evaluator.source))
      }
      guard slot.accept(value) else {
        throw evaluator.failure(
          .type,
          "\(title)'s \(name) cannot be \(value.kindPhrase)",
          at: given.range
        )
      }
      slot.note(evaluator.source.text(given.range))
    }
  }
}
