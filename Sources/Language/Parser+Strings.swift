extension Parser {
  /// Reads the string whose opening is the current token.
  mutating func string(_ form: StringForm) throws(ParseFault) -> Operand {
    let start = token.range
    // A newline right behind the opening lets the text begin on a line of its own.
    if form == .block { lexer.position = lexer.afterNewline(at: lexer.position) }
    var parts: [TemplatePart] = []
    var height = 0
    reading: while true {
      switch lexer.nextPiece(of: form) {
      case .text(let text):
        parts.append(.text(text))
      case .interpolation(let parenthesis):
        let value = try interpolation(at: parenthesis)
        parts.append(.value(value.expression))
        height = max(height, value.height)
      case .end:
        break reading
      case .unclosed:
        throw unclosed(
          at: start.lowerBound,
          length: start.upperBound - start.lowerBound,
          isIncomplete: form == .block
        )
      case .badEscape(let message, let range):
        throw fault(message, at: range, hint: "'…' takes every character as it is")
      }
    }
    previousEnd = lexer.position
    token = lexer.next(skippingNewlines: !openings.isEmpty)
    let range = SourceRange(start.lowerBound, previousEnd)
    return try raised(Expression(kind(of: parts), at: range), above: height)
  }

  private func kind(of parts: [TemplatePart]) -> Expression.Kind {
    guard let first = parts.first else { return .string("") }
    guard parts.count == 1, case .text(let text) = first else { return .template(parts) }
    return .string(text)
  }

  /// Reads the expression of `\(…)`; the lexer stands behind the opening parenthesis before, and
  /// behind the closing one afterwards.
  private mutating func interpolation(at parenthesis: Int) throws(ParseFault) -> Operand {
    let outer = token
    openings.append(parenthesis)
    previousEnd = parenthesis + 1
    token = lexer.next(skippingNewlines: true)
    let value = try nestedOperand()
    guard at(.rightParenthesis) else { throw unexpected("')'") }
    openings.removeLast()
    token = outer
    return value
  }
}
