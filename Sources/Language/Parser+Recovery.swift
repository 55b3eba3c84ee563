/// What of a parser's state belongs to the statement that is being read.
struct StatementMark {
  fileprivate let start: Int
  fileprivate let blocks: Int
  fileprivate let statementDepth: Int
  fileprivate let loopDepth: Int
  fileprivate let functionDepth: Int
}

extension Parser {
  /// Returns the state at the beginning of a statement.
  func mark() -> StatementMark {
    StatementMark(
      start: token.range.lowerBound,
      blocks: blocks.count,
      statementDepth: statementDepth,
      loopDepth: loopDepth,
      functionDepth: functionDepth
    )
  }

  /// Reports a fault and goes on at the end of the statement in which it was found.
  mutating func recover(from fault: ParseFault, to mark: StatementMark) {
    diagnostics.append(unclosedBracket(behind: fault)?.diagnostic ?? fault.diagnostic)
    let resumesHere = !openings.isEmpty && isAtLineOfStatement
    let start = openings.first ?? token.range.lowerBound
    openings = []
    blocks.removeLast(blocks.count - mark.blocks)
    statementDepth = mark.statementDepth
    loopDepth = mark.loopDepth
    functionDepth = mark.functionDepth
    expressionDepth = 0
    readsParameters = false
    guard !resumesHere else {
      unread.append(SourceRange(mark.start, token.range.lowerBound))
      return
    }
    var skipper = StatementSkipper(lexer, from: start)
    skipper.skip(isInBlock: !blocks.isEmpty || orphanedBraces > 0)
    orphanedBraces += skipper.openedBraces
    lexer.position = skipper.position
    unread.append(SourceRange(mark.start, max(mark.start, skipper.position)))
    advance()
  }

  /// Returns the fault of a bracket that is never closed, where that explains a fault found on a
  /// later line.
  private func unclosedBracket(behind fault: ParseFault) -> ParseFault? {
    guard let opening = openings.last,
      source.position(of: opening).line < source.position(of: token.range.lowerBound).line
    else { return nil }
    var skipper = StatementSkipper(lexer, from: opening)
    return isAtLineOfStatement || !skipper.closesBracket() ? unclosed(at: opening) : nil
  }

  /// Whether a keyword that only statements begin with begins the current line.
  private var isAtLineOfStatement: Bool {
    guard token.gap == .newline, case .keyword(let keyword) = token.kind else { return false }
    return switch keyword {
    case .let, .if, .for, .while, .func, .return, .break, .continue, .try: true
    case .else, .in, .catch, .and, .or, .not, .true, .false, .nil, .inf, .nan: false
    }
  }
}

/// Finds the end of a statement that could not be read, without understanding it.
private struct StatementSkipper {
  /// Where the statement ends.
  var position: Int

  /// The braces opened on the way and not closed.
  var openedBraces = 0

  private var lexer: Lexer
  private var depth = 0

  init(_ lexer: Lexer, from start: Int) {
    self.lexer = lexer
    position = start
  }

  /// Goes to the end of the statement, or of the line if a bracket of it is never closed.
  mutating func skip(isInBlock: Bool) {
    var lineEnd: StatementSkipper?
    while position < lexer.bytes.count {
      switch lexer.bytes[position] {
      case Ascii.lineFeed, Ascii.carriageReturn:
        if depth == 0 { return }
        lineEnd = lineEnd ?? self
        position += 1
      case Ascii.semicolon where depth == 0:
        return
      case Ascii.leftBrace:
        openedBraces += 1
        position += 1
      case Ascii.rightBrace:
        if openedBraces == 0, isInBlock { return }
        openedBraces = max(0, openedBraces - 1)
        position += 1
      default:
        step()
      }
    }
    if depth > 0, let lineEnd { self = lineEnd }
  }

  /// Returns whether the bracket that begins here is closed.
  mutating func closesBracket() -> Bool {
    repeat { step() } while depth > 0 && position < lexer.bytes.count
    return depth == 0
  }

  /// Goes over one character, string, comment or continued line end.
  private mutating func step() {
    let byte = lexer.bytes[position]
    switch byte {
    case Ascii.leftParenthesis, Ascii.leftBracket:
      depth += 1
    case Ascii.rightParenthesis, Ascii.rightBracket:
      depth = max(0, depth - 1)
    case Ascii.backslash where lexer.endsLine(at: position + 1):
      position = lexer.afterNewline(at: position + 1)
      return
    case Ascii.hash where lexer.beginsComment(at: position):
      position = lexer.endOfLine(from: position)
      return
    case Ascii.doubleQuote, Ascii.singleQuote:
      skipString(quotedBy: byte)
      return
    default: break
    }
    position += 1
  }

  private mutating func skipString(quotedBy quote: UInt8) {
    lexer.position = position
    let isBlock = lexer.next().kind == .quote(.block)
    position = lexer.position
    while position < lexer.bytes.count {
      let byte = lexer.bytes[position]
      let isQuote = byte == quote
      if isQuote, !isBlock {
        position += 1
        return
      }
      if isQuote, lexer.byte(at: position + 1) == quote, lexer.byte(at: position + 2) == quote {
        position += 3
        return
      }
      if !isBlock, lexer.endsLine(at: position) { return }
      let isEscape = byte == Ascii.backslash && quote == Ascii.doubleQuote
      position += isEscape && !lexer.endsLine(at: position + 1) ? 2 : 1
    }
  }
}
