internal import Language

extension Compiler {
  /// Compiles a block with a scope of its own; `name` is bound by what stands before it.
  ///
  /// - Returns: The block, which is handed the frame around it and the value of `name`.
  func block(_ statements: [Statement], binding name: Name? = nil) throws(Unwind)
    -> (Frame, Value?) throws(Unwind) -> Flow
  {
    var inside = self
    // A function may outlive the block, and then each round of a loop has its own variables.
    let hasOwnFrame = statements.contains(where: \.declaresFunction)
    if hasOwnFrame { inside.layout = FrameLayout() }
    let local = LocalScope(in: scope, layout: inside.layout)
    let nameSlot = name.map(local.bind)
    reserveNames(of: statements, in: local)
    inside.scope = local
    let body = try inside.steps(statements)
    if hasOwnFrame {
      let layout = inside.layout
      return { frame, value throws(Unwind) in
        let inner = Frame(frame.evaluator, in: frame, count: layout.count)
        if let nameSlot { inner.slots[nameSlot] = value }
        return try body(inner)
      }
    }
    let emptied = local.slots.filter { $0 != nameSlot }
    switch (nameSlot, emptied.isEmpty) {
    case (nil, true): return { frame, _ throws(Unwind) in try body(frame) }
    case (let slot?, true):
      return { frame, value throws(Unwind) in
        frame.slots[slot] = value
        return try body(frame)
      }
    default:
      return { frame, value throws(Unwind) in
        for slot in emptied { frame.slots[slot] = nil }
        if let nameSlot { frame.slots[nameSlot] = value }
        return try body(frame)
      }
    }
  }

  func conditional(_ branches: [Branch], _ otherwise: [Statement]?) throws(Unwind) -> Step {
    let last = try otherwise.map { (body) throws(Unwind) in try block(body) }
    guard branches.count > 1 else {
      let holds = try condition(branches[0].condition, of: "if")
      let body = try block(branches[0].body)
      return { frame throws(Unwind) in
        if try holds(frame) { return try body(frame, nil) }
        return try last?(frame, nil) ?? .normal
      }
    }
    var compiled:
      [(holds: (Frame) throws(Unwind) -> Bool, body: (Frame, Value?) throws(Unwind) -> Flow)] = []
    for branch in branches {
      compiled.append((try condition(branch.condition, of: "if"), try block(branch.body)))
    }
    return { frame throws(Unwind) in
      for branch in compiled where try branch.holds(frame) { return try branch.body(frame, nil) }
      return try last?(frame, nil) ?? .normal
    }
  }

  func loop(while condition: Expression, _ body: [Statement]) throws(Unwind) -> Step {
    let place = place(condition.range)
    let holds = try self.condition(condition, of: "while")
    let body = try block(body)
    return { frame throws(Unwind) in
      while try holds(frame) {
        try frame.evaluator.checkLimits(at: place)
        switch try body(frame, nil) {
        case .normal, .continuing: continue
        case .breaking: return .normal
        case .returning(let value): return .returning(value)
        }
      }
      return .normal
    }
  }

  func iteration(_ identifier: Identifier, over values: Expression, _ body: [Statement])
    throws(Unwind) -> Step
  {
    let (place, valuesPlace) = (place(identifier.range), place(values.range))
    let values = try code(values)
    let body = try block(body, binding: identifier.name)
    return { frame throws(Unwind) in
      let sequence = try Sequence(of: try values(frame), at: valuesPlace)
      for index in 0..<sequence.count {
        try frame.evaluator.checkLimits(at: place)
        switch try body(frame, sequence[index]) {
        case .normal, .continuing: continue
        case .breaking: return .normal
        case .returning(let value): return .returning(value)
        }
      }
      return .normal
    }
  }

  func attempt(_ body: [Statement], _ identifier: Identifier?, _ handler: [Statement])
    throws(Unwind) -> Step
  {
    let body = try block(body)
    let handler = try block(handler, binding: identifier?.name)
    return { frame throws(Unwind) in
      do throws(Unwind) {
        return try body(frame, nil)
      } catch {
        guard case .failure(let diagnostic) = error else { throw error }
        // A handler sees an interruption but does not swallow it.
        if diagnostic.kind == .interrupted { frame.evaluator.interruption.reset() }
        let flow = try handler(frame, diagnostic.record)
        if diagnostic.kind == .interrupted { throw error }
        return flow
      }
    }
  }

  private func condition(_ expression: Expression, of keyword: String) throws(Unwind)
    -> (Frame) throws(Unwind) -> Bool
  {
    let place = place(expression.range)
    let value = try code(expression)
    return { frame throws(Unwind) in
      let value = try value(frame)
      if case .bool(let holds) = value { return holds }
      throw place.failure(
        .type,
        "'\(keyword)' needs a bool, not \(value.kindPhrase)",
        hint: "compare it with something, as in 'x != 0'"
      )
    }
  }
}

extension Statement {
  /// Whether a function is declared in the statement, however deep.
  fileprivate var declaresFunction: Bool {
    switch kind {
    case .function: true
    case .conditional(let branches, let otherwise):
      branches.contains { $0.body.contains(where: \.declaresFunction) }
        || otherwise?.contains(where: \.declaresFunction) ?? false
    case .iteration(_, _, let body), .loop(_, let body): body.contains(where: \.declaresFunction)
    case .attempt(let body, _, let handler):
      body.contains(where: \.declaresFunction) || handler.contains(where: \.declaresFunction)
    case .command(let call): call.body.contains(where: \.declaresFunction)
    case .binding, .assignment, .returning, .breaking, .continuing, .expression, .shell, .help:
      false
    }
  }
}

extension Diagnostic {
  /// The record that a `catch` sees.
  fileprivate var record: Value {
    let line = range.flatMap { range in source.map { $0.position(of: range.lowerBound).line } }
    return .record(
      Record([
        ("kind", .string(kind.rawValue)),
        ("message", .string(message)),
        ("line", line.map(Value.integer) ?? .none),
      ])
    )
  }
}
