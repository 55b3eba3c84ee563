extension Parser {
  /// Reads statements up to the end of the text, or of the block in which they stand.
  mutating func statements(isBlock: Bool) throws(ParseFault) -> [Statement] {
    var result: [Statement] = []
    while true {
      while token.kind == .newline || at(.semicolon) { advance() }
      if token.kind == .end {
        guard isBlock, let brace = blocks.last else { return result }
        throw unclosed(at: brace)
      }
      if at(.rightBrace), orphanedBraces > 0 {
        skipOrphanedBrace()
        continue
      }
      if isBlock, at(.rightBrace) { return result }
      let mark = mark()
      do throws(ParseFault) {
        result.append(try endedStatement())
      } catch {
        guard !error.isIncomplete, diagnostics.count < Limits.diagnostics else { throw error }
        recover(from: error, to: mark)
      }
      // What is left is not read: the text is refused anyway, and enough is said.
      if diagnostics.count >= Limits.diagnostics {
        throw ParseFault(diagnostics[0])
      }
    }
  }

  /// Reads a block in braces.
  mutating func block() throws(ParseFault) -> [Statement] {
    guard at(.leftBrace) else {
      throw unexpected("'{'", hint: at(.assign) ? "'==' compares" : nil)
    }
    try descendIntoStatement()
    defer { statementDepth -= 1 }
    blocks.append(token.range.lowerBound)
    advance()
    let body = try statements(isBlock: true)
    blocks.removeLast()
    try expect(.rightBrace)
    return body
  }

  /// Counts a statement inside a statement; the caller counts down again.
  mutating func descendIntoStatement() throws(ParseFault) {
    guard statementDepth < Limits.nesting else { throw tooDeep(at: token.range) }
    statementDepth += 1
  }

  /// Reads a statement without what ends it.
  mutating func statement() throws(ParseFault) -> Statement {
    let start = token.range
    if lexer.byte(at: start.lowerBound) == Ascii.exclamation, token.kind != .end {
      return try shellLine()
    }
    let kind: Statement.Kind
    switch token.kind {
    case .keyword(let keyword): kind = try keywordStatement(keyword)
    case .name: kind = try namedStatement()
    case .symbol(.question): kind = try helpStatement()
    case .symbol(.leftBrace): throw strayBrace()
    case .symbol(.rightBrace), .symbol(.rightParenthesis), .symbol(.rightBracket):
      throw fault("unexpected '\(text(start))'", at: start)
    default: kind = try expressionStatement()
    }
    return Statement(kind, at: SourceRange(start.lowerBound, previousEnd))
  }

  /// Returns whether the current token ends a statement.
  var isAtStatementEnd: Bool { endsStatement(token) }

  /// Returns whether a token ends a statement.
  func endsStatement(_ token: Token) -> Bool {
    switch token.kind {
    case .end, .newline, .symbol(.semicolon): true
    case .symbol(.rightBrace): !blocks.isEmpty || orphanedBraces > 0
    default: false
    }
  }

  private mutating func endedStatement() throws(ParseFault) -> Statement {
    let read = try statement()
    guard isAtStatementEnd else { throw unexpected("the end of the statement") }
    return at(.semicolon) ? Statement(read.kind, at: read.range, isSilenced: true) : read
  }

  private mutating func shellLine() throws(ParseFault) -> Statement {
    let start = token.range.lowerBound
    guard lexer.isFirstOnLine(start) else {
      let hint = "'!' runs a program only at the beginning of a line"
      throw fault("unexpected '!'", at: SourceRange(start, start + 1), hint: hint)
    }
    let end = lexer.endOfLine(from: start)
    let command = text(SourceRange(start + 1, end))
    lexer.position = end
    advance()
    previousEnd = end
    return Statement(.shell(command), at: SourceRange(start, end))
  }

  private mutating func helpStatement() throws(ParseFault) -> Statement.Kind {
    advance()
    guard isWord(token) else { throw unexpected("a name") }
    let topic = identifier(token)
    advance()
    return .help(topic)
  }

  private func isWord(_ token: Token) -> Bool {
    switch token.kind {
    case .name, .keyword: true
    default: false
    }
  }

  private mutating func keywordStatement(
    _ keyword: Keyword
  ) throws(ParseFault) -> Statement.Kind {
    let start = token
    if peek().kind == .symbol(.question) {
      advance()
      advance()
      return .help(identifier(start))
    }
    switch keyword {
    case .let: return try binding()
    case .if: return try conditional()
    case .for: return try iteration()
    case .while: return try loop()
    case .func: return try function()
    case .return: return try returning()
    case .break, .continue: return leaving(keyword)
    case .try: return try attempt()
    case .else, .catch:
      let hint = "'\(keyword.rawValue)' follows its '}' on the same line"
      throw fault("unexpected '\(keyword.rawValue)'", at: start.range, hint: hint)
    case .in, .and, .or:
      throw fault("unexpected '\(keyword.rawValue)'", at: start.range)
    case .not, .true, .false, .nil, .inf, .nan:
      return try expressionStatement()
    }
  }

  private mutating func skipOrphanedBrace() {
    orphanedBraces -= 1
    advance()
    // An `else` or `catch` belongs to the statement that could not be read.
    guard at(.else) || at(.catch) else { return }
    while !at(.leftBrace), !isAtStatementEnd { advance() }
    if at(.leftBrace) {
      orphanedBraces += 1
      advance()
    }
  }

  private mutating func strayBrace() -> ParseFault {
    let first = token.range
    var count = blocks.count
    var ahead = self
    while ahead.at(.leftBrace) {
      count += 1
      if count > Limits.nesting { return tooDeep(at: ahead.token.range) }
      ahead.advance()
    }
    let hint = "a block follows 'if', 'else', 'for', 'while', 'func', 'try' or 'catch'"
    return fault("unexpected '{'", at: first, hint: hint)
  }

  private func tooDeep(at range: SourceRange) -> ParseFault {
    fault("blocks cannot be nested deeper than \(Limits.nesting)", at: range, kind: .limit)
  }
}
