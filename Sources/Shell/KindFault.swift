internal import Language

extension ValueKind {
  /// Returns what is wrong with a value that a parameter was given, or nil where it serves.
  ///
  /// The parser finds the same in literals before anything runs; this is for computed values.
  func fault(of value: Value, in subject: String) -> Diagnostic? {
    switch self {
    case .integer(let range): integerFault(of: value, within: range, in: subject)
    case .number(let bound): numberFault(of: value, within: bound, in: subject)
    case .flag: wrongKind(value, expected: "true or false", in: subject, unless: value.isBool)
    case .list: wrongKind(value, expected: "a list", in: subject, unless: value.isList)
    case .word, .path:
      wrongKind(value, expected: "a string", in: subject, unless: value.isString)
    case .choice(let choices): wordFault(of: value, "a word", among: choices, in: subject)
    case .file, .name: wordFault(of: value, "a string", among: [], in: subject)
    case .expression: nil
    }
  }

  private func integerFault(of value: Value, within range: ClosedRange<Int>, in subject: String)
    -> Diagnostic?
  {
    guard value.number != nil else { return wrong(value, "an integer", subject) }
    guard let number = value.wholeNumber, range.contains(number) else {
      return Diagnostic(.value, "\(subject) must be \(expectation), not \(value.literal)")
    }
    return nil
  }

  private func numberFault(of value: Value, within bound: NumberBound, in subject: String)
    -> Diagnostic?
  {
    guard let number = value.number else { return wrong(value, "a number", subject) }
    guard bound.allows(number) else {
      return Diagnostic(.value, "\(subject) must be \(expectation), not \(value.literal)")
    }
    return nil
  }

  private func wordFault(
    of value: Value,
    _ expected: String,
    among choices: [String],
    in subject: String
  ) -> Diagnostic? {
    guard case .string(let word) = value else { return wrong(value, expected, subject) }
    guard !allows(word) else { return nil }
    return Diagnostic(
      .value,
      "\(subject) must be \(expectation), not '\(word)'",
      hint: Suggestion.closest(to: word, among: choices).map { "did you mean '\($0)'?" }
    )
  }

  private func wrongKind(
    _ value: Value,
    expected: String,
    in subject: String,
    unless holds: Bool
  ) -> Diagnostic? {
    holds ? nil : wrong(value, expected, subject)
  }

  private func wrong(_ value: Value, _ expected: String, _ subject: String) -> Diagnostic {
    Diagnostic(.type, "\(subject) must be \(expected), not \(value.kindPhrase)")
  }
}

extension Value {
  fileprivate var isBool: Bool { if case .bool = self { true } else { false } }
  fileprivate var isList: Bool { if case .list = self { true } else { false } }
  fileprivate var isString: Bool { if case .string = self { true } else { false } }
}
