extension Parser {
  /// Returns the fault that the current token is not what was expected.
  func unexpected(_ expected: String, hint: String? = nil) -> ParseFault {
    if case .invalid(let reason) = token.kind { return fault(for: reason, at: token.range) }
    if token.kind == .end, let incomplete = incompleteFault() { return incomplete }
    let place =
      token.kind == .end || token.kind == .newline
      ? SourceRange(previousEnd, previousEnd) : token.range
    return fault("expected \(expected), found \(describe(token))", at: place, hint: hint)
  }

  /// Returns why the text ends too early, or nil where no further text would help.
  func incompleteFault() -> ParseFault? {
    if let opening = openings.last { return unclosed(at: opening) }
    return lexer.danglingContinuation.map { continuationFault(at: $0) }
  }

  /// Returns the fault of a bracket, brace or quote that is never closed.
  func unclosed(at opening: Int, length: Int = 1, isIncomplete: Bool = true) -> ParseFault {
    let range = SourceRange(opening, opening + length)
    return fault("'\(text(range))' is never closed", at: range, isIncomplete: isIncomplete)
  }

  /// Returns the fault of a backslash behind which no line comes.
  func continuationFault(at offset: Int) -> ParseFault {
    let range = SourceRange(offset, offset + 1)
    let message = "the text ends where '\\' says that the line goes on"
    return fault(message, at: range, isIncomplete: true)
  }

  /// Returns the fault of characters that are no token.
  func fault(for reason: LexicalFault, at range: SourceRange) -> ParseFault {
    let shown = text(range)
    switch reason {
    case .unexpectedCharacter:
      return unexpectedCharacter(shown, at: range)
    case .strayBackslash:
      let hint = "a line goes on after '\\' only if nothing follows it, not even a blank"
      return fault("unexpected '\\'", at: range, hint: hint)
    case .touchingComment:
      let hint = "a comment begins with '#' at a line's start or after a blank"
      return fault("unexpected '#'", at: range, hint: hint)
    case .malformedNumber:
      return fault("'\(shown)' is not a number", at: range, kind: .value)
    case .foreignDigit:
      let hint = "numbers are written with the digits 0 to 9"
      return fault("'\(shown)' is not a number", at: range, kind: .value, hint: hint)
    case .numberTooLarge:
      return fault(tooLarge(shown), at: range, kind: .value)
    case .nameTooLong:
      return fault("a name has at most \(Limits.nameLength) bytes", at: range, kind: .limit)
    }
  }

  /// Returns the message for a number that nothing can hold.
  func tooLarge(_ number: String) -> String {
    let isInteger = number.utf8.allSatisfy { Ascii.isDigit($0) || $0 == Ascii.underscore }
    return isInteger
      ? "the number \(number) is too large for a 64-bit integer"
      : "the number \(number) is too large for a float"
  }

  /// Returns how a token is named in messages.
  func describe(_ token: Token) -> String {
    switch token.kind {
    case .end: "the end of the text"
    case .newline: "the end of the line"
    case .quote: "a string"
    default: "'\(text(token.range))'"
    }
  }

  private func unexpectedCharacter(_ shown: String, at range: SourceRange) -> ParseFault {
    let next = lexer.byte(at: range.upperBound)
    switch shown {
    case "&" where next == UInt8(ascii: "&"):
      return fault("unexpected '&&'", at: range, hint: "write 'and'")
    case "|" where next == UInt8(ascii: "|"):
      return fault("unexpected '||'", at: range, hint: "write 'or'")
    case "\u{201C}", "\u{201D}", "\u{2018}", "\u{2019}":
      return fault("unexpected '\(shown)'", at: range, hint: "strings have straight quotes")
    default:
      let scalar = shown.unicodeScalars.first
      let isVisible = scalar.map { TerminalText.isVisible($0) } ?? false
      let code = String(scalar?.value ?? 0, radix: 16, uppercase: true)
      let padded = String(repeating: "0", count: max(0, 4 - code.count)) + code
      return fault(
        isVisible ? "unexpected '\(shown)'" : "unexpected character U+\(padded)",
        at: range
      )
    }
  }
}
