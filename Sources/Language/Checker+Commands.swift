extension Checker {
  /// Checks a command's values, options and body.
  mutating func check(_ call: CommandCall) {
    let shape = vocabulary.command(named: call.name.name.text)
    for (index, value) in call.values.enumerated() {
      check(value, as: shape?.argument(at: index, of: call), of: call, shape)
    }
    for option in call.options {
      check(option.value, as: shape?.option(option.name.name, of: call), of: call, shape)
    }
    check(call.body)
    if shape?.bindsNames ?? false, !namesWhatItBinds(call, shape) { isOpen = true }
  }

  /// Returns whether the text shows the name that a command binds.
  private func namesWhatItBinds(_ call: CommandCall, _ shape: CommandShape?) -> Bool {
    call.values.enumerated().contains { index, value in
      guard case .word = value else { return false }
      return shape?.argument(at: index, of: call)?.kind == .name
    }
  }

  private mutating func check(
    _ value: CommandValue,
    as parameter: ParameterShape?,
    of call: CommandCall,
    _ shape: CommandShape?
  ) {
    switch value {
    case .word(let word, _):
      // `input NAME` binds the name, which may be a variable already.
      let name = Name(word)
      if !isVariable(name), parameter?.kind == .name { possibleNames.insert(name) }
    case .expression(let expression):
      let variants = call.variant == nil ? shape?.variants.keys.sorted() ?? [] : []
      guard case .name(let name) = expression.kind, let parameter,
        parameter.kind != .expression, !parameter.kind.isWord, !exists(name)
      else { return check(expression, alternatives: variants) }
      reportWord(name, at: expression.range, as: parameter, of: call)
    }
  }

  /// Reports a bare word, which is no variable, where a number or the like must stand.
  private mutating func reportWord(
    _ name: Name,
    at range: SourceRange,
    as parameter: ParameterShape,
    of call: CommandCall
  ) {
    let title = [call.name, call.variant].compactMap { $0?.name.text }.joined(separator: " ")
    let subject = ParameterShape.subject(parameter.name, of: title)
    let message = "\(subject) must be \(parameter.kind.expectation), not '\(name.text)'"
    let hint = parameter.kind == .flag ? nil : "there is no variable '\(name.text)'"
    report(.type, message, at: range, hint: hint)
  }
}

extension CommandShape {
  /// Returns the value by position that a call's value at an index is.
  fileprivate func argument(at index: Int, of call: CommandCall) -> ParameterShape? {
    let own = call.variant.flatMap { variants[$0.name.text]?.arguments } ?? []
    let all = arguments + own
    if index < all.count { return all[index] }
    guard let last = all.last, last.isRepeating else { return nil }
    return last
  }

  /// Returns the option of a name.
  fileprivate func option(_ name: Name, of call: CommandCall) -> ParameterShape? {
    let own = call.variant.flatMap { variants[$0.name.text]?.options } ?? []
    let others = call.variant == nil ? options + expressionOptions : options
    return (own + others).first { $0.name == name.text }
  }
}
