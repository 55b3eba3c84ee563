extension Checker {
  /// Checks an expression, in any order, because expressions bind no names.
  ///
  /// - Parameters:
  ///   - expression: The expression.
  ///   - alternatives: What a name that is the whole expression may have been meant to be, beside
  ///     a variable.
  mutating func check(_ expression: Expression, alternatives: [String] = []) {
    if case .name(let name) = expression.kind {
      return checkName(name, at: expression.range, alternatives: alternatives)
    }
    var pending = [expression]
    while let next = pending.popLast() {
      switch next.kind {
      case .integer, .float, .bool, .string, .none, .parameter: break
      case .name(let name): checkName(name, at: next.range)
      case .template(let parts):
        for case .value(let value) in parts { pending.append(value) }
      case .list(let elements): pending += elements
      case .unary(_, let operand): pending.append(operand)
      case .binary(let left, _, let right, _), .range(let left, let right):
        pending += [left, right]
      case .comparison(let first, let links):
        pending.append(first)
        pending += links.map(\.right)
      case .call(let callee, let arguments):
        pending += arguments.map(\.value)
        guard case .name(let name) = callee.kind else {
          pending.append(callee)
          continue
        }
        checkCall(name, at: callee.range, arguments)
      case .subscripted(let base, let indices):
        pending.append(base)
        pending += indices.flatMap(\.expressions)
      case .member(let base, _): pending.append(base)
      }
    }
  }

  /// Checks an expression that is a statement, which may be a command misspelt.
  mutating func checkStatement(_ expression: Expression) {
    check(expression, alternatives: vocabulary.commandNames)
  }

  /// Checks the indices between a pair of brackets.
  mutating func check(_ indices: [Subscript]) {
    for expression in indices.flatMap(\.expressions) { check(expression) }
  }

  /// Returns whether a name stands for a variable or function of the script or the session, which
  /// is thereby read.
  mutating func isVariable(_ name: Name) -> Bool {
    for index in scopes.indices.reversed() where scopes[index].read(name) { return true }
    return possibleNames.contains(name) || known.contains(name)
  }

  /// Returns whether a name can be assigned to, without counting that as reading it.
  func isBound(_ name: Name) -> Bool {
    scopes.contains { $0.bindings[name] != nil } || possibleNames.contains(name)
      || known.contains(name)
  }

  /// Returns whether a name stands for anything.
  mutating func exists(_ name: Name) -> Bool {
    isVariable(name) || name == "_" || builtins[name] != nil || isOpen
  }

  private mutating func checkName(
    _ name: Name,
    at range: SourceRange,
    alternatives: [String] = []
  ) {
    guard !exists(name) else { return }
    reportUnknown(name, "unknown name '\(name.text)'", at: range, alternatives: alternatives)
  }

  private mutating func checkCall(
    _ name: Name,
    at range: SourceRange,
    _ arguments: [CallArgument]
  ) {
    guard !isVariable(name) else { return }
    guard let entry = builtins[name] else {
      guard !exists(name) else { return }
      let message = "unknown function '\(name.text)'"
      return reportUnknown(name, message, at: range, alternatives: vocabulary.commandNames)
    }
    // A script that was sourced may have shadowed the function.
    guard let counts = entry, !isOpen else { return }
    let positional = arguments.count { $0.label == nil }
    guard positional > counts.upperBound || arguments.count < counts.lowerBound else { return }
    report(
      .type,
      "\(name.text)() takes \(Self.described(counts)), found \(positional)",
      at: range
    )
  }

  private mutating func reportUnknown(
    _ name: Name,
    _ message: String,
    at range: SourceRange,
    alternatives: [String]
  ) {
    if let index = unknown[name]?.index {
      // Functions are checked last; what counts is where the name stands first.
      if let place = errors[index].range, range.lowerBound < place.lowerBound {
        errors[index].range = range
      }
      return
    }
    guard errors.count < Limits.diagnostics else { return }
    unknown[name] = (errors.count, alternatives)
    guard vocabulary.command(named: name.text) == nil else {
      return report(.name, "'\(name.text)' is a command, not a value", at: range)
    }
    report(.name, message, at: range)
  }

  /// Adds hints to the unknown names, now that all that the script binds is known.
  mutating func addHints() {
    for (name, entry) in unknown {
      let error = errors[entry.index]
      guard error.hint == nil, let place = error.range else { continue }
      errors[entry.index].hint = hint(for: name, at: place, alternatives: entry.alternatives)
    }
  }

  private func hint(
    for name: Name,
    at place: SourceRange,
    alternatives: [String]
  ) -> String? {
    if let binding = firstBindings[name] {
      let line = source.position(of: binding.lowerBound).line
      return binding.lowerBound > place.lowerBound
        ? "'\(name.text)' is bound only later, on line \(line)"
        : "'\(name.text)' is known only inside the block that binds it, on line \(line)"
    }
    guard vocabulary.command(named: name.text) == nil else { return nil }
    let variables = (Array(firstBindings.keys) + Array(known) + Array(builtins.keys)).map(\.text)
    let candidates = alternatives + variables.sorted()
    if let closest = Suggestion.closest(to: name.text, among: candidates) {
      return "did you mean '\(closest)'?"
    }
    // All commands there are would be too many to list.
    guard !alternatives.isEmpty, alternatives.count < vocabulary.commandNames.count else {
      return nil
    }
    return "a variable, or one of \(alternatives.joined(separator: ", "))"
  }

  static func described(_ counts: ClosedRange<Int>) -> String {
    let (least, most) = (counts.lowerBound, counts.upperBound)
    func values(_ count: Int) -> String { count == 1 ? "1 argument" : "\(count) arguments" }
    if least == most { return least == 0 ? "no arguments" : values(least) }
    if most == Int.max { return "at least \(values(least))" }
    return most == least + 1 ? "\(least) or \(values(most))" : "\(least) to \(values(most))"
  }
}

extension Subscript {
  /// The expressions between the brackets.
  fileprivate var expressions: [Expression] {
    switch self {
    case .index(let index): [index]
    case .slice(let lower, let upper, let step, _): [lower, upper, step].compactMap(\.self)
    }
  }
}
