internal import Language

extension Evaluator {
  func run(_ call: CommandCode, in frame: Frame) throws(Unwind) -> Flow {
    let context = Context(frame: frame, scope: call.scope, place: call.place)
    context.body = call.body
    let command = try decode(call, in: frame, into: context)
    try call.place.located { () throws(Diagnostic) in try command.run(in: context) }
    if let result = context.result { session.lastValue = result }
    if session.quitStatus != nil { throw .quit }
    return context.flow
  }

  /// Returns the command that a call means, with every parameter set.
  private func decode(_ call: CommandCode, in frame: Frame, into context: Context)
    throws(Unwind) -> any Command
  {
    let declaration = call.description.type.init()
    guard let command = declaration as? any Command else {
      preconditionFailure("the catalogue holds commands only")
    }
    var inner: (any Declaration)?
    var slots = declaration.slots
    if let type = call.variant?.type ?? Swift.type(of: command).expressionForm {
      let made = type.init()
      inner = made
      // Behind a variant's word the expressions are the variant's alone.
      if call.variant != nil { slots.removeAll(where: \.slot.takesExpressions) }
      slots += made.slots
    }
    let names = [call.description, call.variant].compactMap { $0?.manual.name }
    let binder = ParameterBinder(
      frame: frame,
      title: names.joined(separator: " "),
      slots: slots
    )
    try binder.bind(call)
    if let command = inner as? any Command { return command }
    context.variant = inner
    return command
  }

  func runShell(_ command: String, at place: Place) throws(Unwind) -> Flow {
    guard session.options.allowsShell else {
      throw place.failure(.state, "shell lines are switched off by --no-shell")
    }
    let status = session.host.runShell(command, interruption: interruption)
    session.shellStatus = status
    if interruption.isRequested { throw place.failure(.interrupted, "interrupted") }
    guard status != 0, session.mode == .script else { return .normal }
    let reason =
      status > 128 ? "was ended by signal \(status - 128)" : "ended with status \(status)"
    throw place.failure(.state, "the shell command \(reason)")
  }
}

/// Evaluates the values of a command call and gives them to the declared parameters.
private struct ParameterBinder {
  let frame: Frame
  /// The command's name, for messages.
  let title: String
  let slots: [(name: String, slot: ParameterSlot)]

  func bind(_ call: CommandCode) throws(Unwind) {
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
        throw value.place.failure(.type, "\(title) takes no more values")
      }
    }
    for (identifier, value) in call.options {
      let name = identifier.name.text
      let place = Place(source: call.place.source, range: identifier.range)
      guard let slot = slots.first(where: { $0.name == name })?.slot else {
        throw place.failure(.name, "\(title) has no option '\(name)'")
      }
      guard given.insert(name).inserted else {
        throw place.failure(.type, "'\(name)' is given twice")
      }
      try set([slot], name, to: value)
    }
    for (name, slot) in slots where slot.isRequired && !given.contains(name) {
      throw call.place.failure(.type, "\(title) needs a value for '\(name)'")
    }
  }

  /// Evaluates a value once and gives it to parameters of one name.
  private func set(
    _ slots: [ParameterSlot],
    _ name: String,
    to given: CommandInput
  ) throws(Unwind) {
    let value = try given.value(in: frame)
    let place = given.place
    let subject = ParameterShape.subject(name, of: title)
    if case .string(let text) = value, slots.contains(where: { $0.kind == .name }),
      frame.evaluator.session.catalog.command(named: text) != nil
    {
      throw place.failure(.name, "'\(text)' is a command", hint: "use another name")
    }
    for slot in slots {
      if let fault = slot.kind.fault(of: value, in: subject) {
        throw .failure(fault.located(at: place.range, in: place.source))
      }
      guard slot.accept(value) else {
        throw place.failure(.type, "\(subject) cannot be \(value.kindPhrase)")
      }
      slot.note(place.source.text(place.range))
    }
  }
}
