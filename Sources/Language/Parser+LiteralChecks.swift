extension Parser {
  /// Reports a literal that its parameter cannot take.
  ///
  /// What has to be evaluated first is checked when it has been.
  mutating func check(_ value: CommandValue, as parameter: ParameterShape, of draft: CommandDraft) {
    switch value {
    case .word(let word, let range):
      check(word, as: parameter, draft, at: range)
    case .expression(let expression):
      if case .string(let word) = expression.kind, parameter.kind.isWord {
        check(word, as: parameter, draft, at: expression.range)
      } else if let kind = parameter.kind.rejection(of: expression) {
        let found = text(expression.range)
        let fault = mismatch(found, parameter, draft, kind, at: expression.range)
        report(fault.diagnostic.kind, fault.diagnostic.message, at: expression.range)
      }
    }
  }

  /// Returns the fault of a value that its parameter cannot take.
  func mismatch(
    _ found: String,
    _ parameter: ParameterShape,
    _ draft: CommandDraft,
    _ kind: Diagnostic.Kind,
    at range: SourceRange
  ) -> ParseFault {
    let subject = ParameterShape.subject(parameter.name, of: draft.title)
    let message = "\(subject) must be \(parameter.kind.expectation), not \(found)"
    return fault(message, at: range, kind: kind)
  }

  private mutating func check(
    _ word: String,
    as parameter: ParameterShape,
    _ draft: CommandDraft,
    at range: SourceRange
  ) {
    if parameter.kind == .name, shape(of: Name(word)) != nil {
      let fault = commandFault(Identifier(Name(word), at: range)).diagnostic
      return report(fault.kind, fault.message, at: range, hint: fault.hint)
    }
    guard !parameter.kind.allows(word) else { return }
    let fault = mismatch("'\(word)'", parameter, draft, .value, at: range)
    var closest: String?
    if case .choice(let words) = parameter.kind {
      closest = Suggestion.closest(to: word, among: words)
    }
    report(
      .value,
      fault.diagnostic.message,
      at: range,
      hint: closest.map { "did you mean '\($0)'?" }
    )
  }
}

extension ValueKind {
  /// Returns the kind of error that a literal of the wrong kind or size is; nil where it is right,
  /// or no literal.
  fileprivate func rejection(of expression: Expression) -> Diagnostic.Kind? {
    guard let literal = Literal(expression) else { return nil }
    switch self {
    case .integer(let range):
      guard case .number(let number, let integer) = literal else { return .type }
      guard let integer else { return .value }
      return number.isFinite && range.contains(integer) ? nil : .value
    case .number(let bound):
      guard case .number(let number, _) = literal else { return .type }
      return bound.allows(number) ? nil : .value
    case .flag: return literal == .bool ? nil : .type
    case .list: return literal == .list ? nil : .type
    case .expression: return nil
    case .word, .name, .path, .file, .choice: return literal == .string ? nil : .type
    }
  }
}

/// What can be told of a value before anything runs.
private enum Literal: Equatable {
  /// A number, with the integer that it equals if there is one.
  case number(Double, Int?)
  case bool, list, string, none

  init?(_ expression: Expression) {
    switch expression.kind {
    case .integer(let value): self = .number(Double(value), value)
    case .float(let value): self = .number(value, Int(exactly: value))
    case .unary(.minus, let operand):
      guard case .number(let number, let integer) = Literal(operand) else { return nil }
      self = .number(-number, integer.flatMap { $0 == .min ? nil : -$0 })
    case .bool: self = .bool
    case .list: self = .list
    case .string, .template: self = .string
    case .none: self = .none
    default: return nil
    }
  }
}
