extension Parser {
  /// Reads the command whose name is the current token.
  mutating func command(_ shape: CommandShape) throws(ParseFault) -> Statement.Kind {
    let written = identifier(token)
    // An alias stands for its command's name.
    let name = Identifier(Name(shape.name), at: written.range)
    if case .statement = shape.style { return .command(try wrapper(name)) }
    var draft = CommandDraft(name, shape)
    consume(to: written.range.upperBound)
    if case .expressions = shape.style { readsParameters = true }
    if let inner = try parenthesised(draft) {
      draft = inner
    } else if !isAtDelimiter, byte != Ascii.leftParenthesis {
      throw touching("a blank after '\(name.name.text)'", draft)
    }
    try arguments(&draft)
    readsParameters = false
    checkCompleteness(of: draft)
    token = lexer.next()
    return .command(
      CommandCall(
        name: name,
        variant: draft.variant,
        values: draft.values,
        options: draft.options,
        at: SourceRange(written.range.lowerBound, previousEnd)
      )
    )
  }

  /// The byte that comes next, where values are read as they stand.
  var byte: UInt8 { lexer.byte(at: lexer.position) }

  /// Goes to the end of a value.
  mutating func consume(to end: Int) {
    lexer.position = end
    previousEnd = end
  }

  /// Returns the name that begins at an offset if a `=` touches its end.
  func optionName(at offset: Int) -> Identifier? {
    guard let end = lexer.endOfName(from: offset), isAssignment(at: end) else { return nil }
    let range = SourceRange(offset, end)
    return Identifier(Name(text(range)), at: range)
  }

  /// Returns whether a `=` that is not part of `==` stands at an offset.
  func isAssignment(at offset: Int) -> Bool {
    lexer.byte(at: offset) == Ascii.equals && lexer.byte(at: offset + 1) != Ascii.equals
  }

  /// Whether the command ends here, blanks before its end aside.
  var isAtCommandEnd: Bool {
    switch byte {
    case 0, Ascii.lineFeed, Ascii.carriageReturn, Ascii.semicolon, Ascii.rightBrace: true
    default: false
    }
  }

  /// Whether a value ends here.
  var isAtDelimiter: Bool {
    isAtCommandEnd || Ascii.isBlank(byte) || isAtContinuation(lexer.position)
  }

  /// Returns the range of the word that begins here.
  func wordRange(_ draft: CommandDraft) -> SourceRange {
    var end = lexer.position
    scanning: while true {
      switch lexer.byte(at: end) {
      case 0, Ascii.lineFeed, Ascii.carriageReturn, Ascii.space, Ascii.tab, Ascii.comma,
        Ascii.semicolon, Ascii.rightBrace:
        break scanning
      case Ascii.rightParenthesis where draft.isParenthesised: break scanning
      case Ascii.backslash where isAtContinuation(end): break scanning
      default: end += 1
      }
    }
    return SourceRange(lexer.position, end)
  }

  private func isAtContinuation(_ offset: Int) -> Bool {
    lexer.byte(at: offset) == Ascii.backslash && lexer.endsLine(at: offset + 1)
  }

  /// Reads a command that wraps the statement behind it, such as `time`.
  private mutating func wrapper(_ name: Identifier) throws(ParseFault) -> CommandCall {
    try descendIntoStatement()
    defer { statementDepth -= 1 }
    advance()
    guard !isAtStatementEnd else { throw unexpected("a statement after '\(name.name.text)'") }
    let body = try statement()
    return CommandCall(name: name, body: [body], at: name.range.extended(to: body.range))
  }

  /// Reads values in parentheses that touch the command's name; nil where there are none, or where
  /// they do not hold all the values.
  private mutating func parenthesised(
    _ draft: CommandDraft
  ) throws(ParseFault) -> CommandDraft? {
    guard byte == Ascii.leftParenthesis else { return nil }
    let before = self
    var inner = draft
    inner.isParenthesised = true
    openings.append(lexer.position)
    lexer.position += 1
    try arguments(&inner)
    guard byte == Ascii.rightParenthesis else {
      token = lexer.next()
      throw unexpected("')'")
    }
    openings.removeLast()
    consume(to: lexer.position + 1)
    inner.isParenthesised = false
    var ahead = lexer
    ahead.skipBlanks()
    let isWhole = isAtDelimiter && optionName(at: ahead.position) != nil
    lexer = ahead
    if isAtCommandEnd || isWhole { return inner }
    self = before
    return nil
  }

  /// Reads values and options up to the end of the command.
  private mutating func arguments(_ draft: inout CommandDraft) throws(ParseFault) {
    while true {
      lexer.skipBlanks(andNewlines: draft.isParenthesised)
      if isAtCommandEnd || draft.isParenthesised && byte == Ascii.rightParenthesis { return }
      if let name = optionName(at: lexer.position) {
        try option(name, &draft)
      } else if let name = spacedOptionName(draft) {
        throw spacedOption(name, draft)
      } else {
        try value(&draft)
      }
      try separator(draft)
    }
  }

  /// Goes over what must stand between two values.
  private mutating func separator(_ draft: CommandDraft) throws(ParseFault) {
    guard draft.isParenthesised else {
      guard isAtDelimiter else { throw touching("a blank", draft) }
      return
    }
    lexer.skipBlanks(andNewlines: true)
    guard byte == Ascii.comma else { return }
    lexer.position += 1
    lexer.skipBlanks(andNewlines: true)
    guard byte != Ascii.rightParenthesis else { throw touching("a value", draft) }
  }
}
