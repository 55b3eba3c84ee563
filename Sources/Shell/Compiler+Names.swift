internal import Language

extension Compiler {
  /// Returns what stores a value under a name that `let`, `for` and the like bind here.
  func setter(binding name: Name) -> (Frame, Value) -> Void {
    guard let scope else {
      let variable = session.globals.variable(named: name)
      return { _, value in variable.value = value }
    }
    let slot = scope.bind(name)
    return { frame, value in frame.slots[slot] = value }
  }

  /// Returns the slots that a name may stand for here.
  func candidates(for name: Name) -> LocalScope.Candidates {
    scope?.candidates(for: name, isLater: isLater) ?? LocalScope.Candidates()
  }

  /// Compiles the use of a name.
  func reader(of name: Name, at place: Place) -> Code {
    let candidates = candidates(for: name)
    let global = globalReader(of: name, at: place)
    guard let first = candidates.slots.first else { return global }
    if candidates.slots.count == 1, candidates.isCertain {
      let (hops, index) = (first.hops, first.index)
      guard hops > 0 else {
        return { frame throws(Unwind) in
          if let value = frame.slots[index] { return value }
          return try global(frame)
        }
      }
      return { frame throws(Unwind) in
        if let value = frame.ancestor(hops).slots[index] { return value }
        return try global(frame)
      }
    }
    let slots = candidates.slots
    return { frame throws(Unwind) in
      for slot in slots {
        if let value = frame.ancestor(slot.hops).slots[slot.index] { return value }
      }
      return try global(frame)
    }
  }

  /// Compiles the use of a name of the session or of the language.
  private func globalReader(of name: Name, at place: Place) -> Code {
    if name == "_" { return { frame in frame.evaluator.session.lastValue } }
    let variable = session.globals.variable(named: name)
    if let builtin = session.catalog.variable(named: name) {
      return { frame throws(Unwind) in
        if let value = variable.value { return value }
        let session = frame.evaluator.session
        return try place.located { () throws(Diagnostic) in try builtin.read(session) }
      }
    }
    if let builtin = session.catalog.function(named: name) {
      let function = Value.function(.builtin(builtin))
      return { _ in variable.value ?? function }
    }
    return { frame throws(Unwind) in
      if let value = variable.value { return value }
      throw frame.evaluator.unknown(name, at: place)
    }
  }
}

extension Evaluator {
  fileprivate func unknown(_ name: Name, at place: Place) -> Unwind {
    let candidates = session.knownNames.map(\.text)
    let hint = Suggestion.closest(to: name.text, among: candidates).map { "did you mean '\($0)'?" }
    return place.failure(
      .name,
      "unknown name '\(name.text)'",
      hint: hint ?? "use 'let \(name.text) = …' to make it"
    )
  }
}
