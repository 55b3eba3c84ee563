internal import Language

/// Where a variable that exists keeps its value.
private enum Storage {
  case slot(Frame, Int)
  case variable(Variable)

  var value: Value? {
    switch self {
    case .slot(let frame, let index): frame.slots[index]
    case .variable(let variable): variable.value
    }
  }

  func set(_ value: Value?) {
    switch self {
    case .slot(let frame, let index): frame.slots[index] = value
    case .variable(let variable): variable.value = value
    }
  }

  /// Changes the value while nothing else refers to it, so that a list or a tensor is not copied.
  func modify(_ body: (inout Value) throws(Unwind) -> Void) throws(Unwind) {
    var value: Value?
    exchange(&value)
    defer { exchange(&value) }
    // Through the optional itself: what is bound by a pattern would be a copy.
    try value?.change(body)
  }

  private func exchange(_ value: inout Value?) {
    switch self {
    case .slot(let frame, let index): swap(&frame.slots[index], &value)
    case .variable(let variable): swap(&variable.value, &value)
    }
  }
}

extension Value {
  fileprivate mutating func change(_ body: (inout Value) throws(Unwind) -> Void) throws(Unwind) {
    try body(&self)
  }
}

extension Compiler {
  /// Compiles an assignment: the value comes first, then the indices, then the variable changes.
  func assignment(_ target: Target, _ operation: BinaryOperator?, _ expression: Expression)
    throws(Unwind) -> Step
  {
    let value = try code(expression)
    let storage = storage(of: target, assigned: expression)
    let place = place(target.range)
    let whole = self.place(target.range.extended(to: expression.range))
    guard !target.subscripts.isEmpty else {
      guard let operation else {
        return { frame throws(Unwind) in
          let new = try value(frame)
          try storage(frame).set(new)
          return .normal
        }
      }
      return { frame throws(Unwind) in
        let new = try value(frame)
        try Self.update(try storage(frame), operation, new, frame, whole)
        return .normal
      }
    }
    var path: [(Frame) throws(Unwind) -> IndexList] = []
    for subscripts in target.subscripts { path.append(try indexList(subscripts, at: place)) }
    let compiled = path
    return { frame throws(Unwind) in
      var new = try value(frame)
      let storage = try storage(frame)
      var path: [IndexList] = []
      for indices in compiled { path.append(try indices(frame)) }
      let indices = path[...]
      if let operation {
        var old = storage.value ?? .none
        let budget = frame.evaluator.session.budget
        for list in indices { old = try old.element(at: list, budget: budget) }
        new = try Self.apply(operation, old, new, frame, whole)
      }
      let assigned = new
      let budget = frame.evaluator.session.budget
      try storage.modify { (variable: inout Value) throws(Unwind) in
        try variable.replaceElement(at: indices, with: assigned, budget: budget)
      }
      return .normal
    }
  }

  /// Applies `+=` and the like; texts and lists grow in place.
  private static func update(
    _ storage: Storage,
    _ operation: BinaryOperator,
    _ new: Value,
    _ frame: Frame,
    _ place: Place
  ) throws(Unwind) {
    if operation == .plus, storage.value?.grows(by: new) ?? false {
      let budget = frame.evaluator.session.budget
      return try storage.modify { (variable: inout Value) throws(Unwind) in
        try place.located { () throws(Diagnostic) in
          try variable.append(new, budget: budget)
        }
      }
    }
    guard let old = storage.value else { return }
    storage.set(try apply(operation, old, new, frame, place))
  }

  /// Returns what finds the variable that is assigned to, which must exist.
  private func storage(of target: Target, assigned: Expression)
    -> (Frame) throws(Unwind) -> Storage
  {
    let name = target.variable.name
    let place = place(target.variable.range)
    let slots = candidates(for: name).slots
    let variable = session.globals.variable(named: name)
    let isBuiltin = session.catalog.builtins[name] != nil
    let text = source.text(assigned.range)
    return { frame throws(Unwind) in
      for slot in slots {
        let owner = frame.ancestor(slot.hops)
        if owner.slots[slot.index] != nil { return .slot(owner, slot.index) }
      }
      guard variable.value == nil else { return .variable(variable) }
      guard isBuiltin else {
        throw place.failure(
          .name,
          "unknown variable '\(name.text)'",
          hint: "use 'let \(name.text) = \(text)'"
        )
      }
      throw place.failure(
        .name,
        "'\(name.text)' is built in and cannot be assigned to",
        hint: "use 'let \(name.text) = …' to make a variable of that name"
      )
    }
  }
}
