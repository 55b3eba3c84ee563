/// Cuts the text of a script into pieces.
struct FormatPieceReader {
  private let marks: FormatMarks
  private let start: Int
  private var lexer: Lexer
  private var pieces: [FormatPiece] = []
  private var previousEnd = 0
  private var openBrackets = 0

  /// Returns the pieces of a script; the last is its end.
  static func pieces(of script: Script) -> [FormatPiece] {
    var reader = FormatPieceReader(script)
    while reader.readPiece() {}
    return reader.pieces
  }

  private init(_ script: Script) {
    marks = FormatMarks(script)
    lexer = Lexer(script.source)
    start = lexer.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  }

  /// Reads the next piece; returns whether there is another one.
  private mutating func readPiece() -> Bool {
    let gap = gap()
    let first = lexer.position
    let beginsStatement = gap.endsLine && openBrackets == 0
    let kind = kind(isOperandBefore: (pieces.last?.endsOperand ?? false) && !beginsStatement)
    pieces.append(
      FormatPiece(
        kind: kind,
        text: text(first, lexer.position),
        gap: gap,
        startsValue: marks.valueStarts.contains(first) && kind != .end,
        silences: kind == .symbol(.semicolon) && marks.silencedEnds.contains(previousEnd)
      )
    )
    previousEnd = lexer.position
    if pieces[pieces.count - 1].opensBracket { openBrackets += 1 }
    if pieces[pieces.count - 1].closesBracket { openBrackets -= 1 }
    return kind != .end
  }

  /// Goes over what stands before the next piece.
  private mutating func gap() -> FormatPiece.Gap {
    var gap = FormatPiece.Gap()
    if pieces.isEmpty, lexer.position > start {
      // The line that names the interpreter.
      gap.comments.append(.init(text: trimmed(start, lexer.position), newlines: 0))
    }
    while lexer.position < lexer.bytes.count {
      let position = lexer.position
      switch lexer.bytes[position] {
      case Ascii.space, Ascii.tab: lexer.position += 1
      case Ascii.lineFeed, Ascii.carriageReturn:
        lexer.position = lexer.afterNewline(at: position)
        gap.newlines += 1
      case Ascii.hash where lexer.beginsComment(at: position):
        lexer.position = lexer.endOfLine(from: position)
        gap.comments.append(
          .init(text: trimmed(position, lexer.position), newlines: gap.newlines)
        )
        gap.newlines = 0
      case Ascii.backslash where lexer.endsLine(at: position + 1):
        lexer.position = lexer.afterNewline(at: position + 1)
        gap.isContinued = true
      default: return gap
      }
    }
    return gap
  }

  /// Goes over the next piece and says what it is.
  private mutating func kind(isOperandBefore: Bool) -> FormatPiece.Kind {
    let first = lexer.position
    if let end = marks.options[first] {
      lexer.position = end
      return .option
    }
    if let end = marks.words[first] {
      lexer.position = end
      return .word
    }
    let token = lexer.next()
    switch token.kind {
    case .end, .newline, .invalid: return .end
    case .name:
      if let end = lexer.endOfParameter(from: lexer.position) { lexer.position = end }
      return .name
    case .integer, .float: return .literal
    case .quote(let form):
      skipString(form)
      return .literal
    case .keyword(let keyword): return kind(of: keyword)
    case .symbol(.exclamation):
      lexer.position = lexer.endOfLine(from: first)
      return .shell
    case .symbol(.minus):
      let isOperator = isOperandBefore && !marks.valueStarts.contains(first)
      return isOperator ? .symbol(.minus) : .negation
    case .symbol(let symbol): return .symbol(symbol)
    }
  }

  private func kind(of keyword: Keyword) -> FormatPiece.Kind {
    if pieces.last?.kind == .symbol(.dot) { return .name }
    return switch keyword {
    case .true, .false, .nil, .inf, .nan: .literal
    case .let, .if, .else, .for, .in, .while, .func, .return, .break, .continue, .try, .catch, .and,
      .or, .not:
      .keyword(keyword)
    }
  }

  /// Goes behind the end of a string whose opening has been read.
  private mutating func skipString(_ form: StringForm) {
    while true {
      switch lexer.nextPiece(of: form) {
      case .text: continue
      case .interpolation: skipInterpolation()
      case .end, .unclosed, .badEscape: return
      }
    }
  }

  /// Goes behind the parenthesis that closes the one which has been read.
  private mutating func skipInterpolation() {
    var depth = 1
    while depth > 0 {
      switch lexer.next(skippingNewlines: true).kind {
      case .symbol(.leftParenthesis): depth += 1
      case .symbol(.rightParenthesis): depth -= 1
      case .quote(let form): skipString(form)
      case .end: return
      default: continue
      }
    }
  }

  private func trimmed(_ start: Int, _ end: Int) -> ArraySlice<UInt8> {
    var end = end
    while end > start, Ascii.isBlank(lexer.bytes[end - 1]) { end -= 1 }
    return lexer.bytes[start..<end]
  }

  /// Returns a text in which every line ends as the formatter ends lines.
  private func text(_ start: Int, _ end: Int) -> ArraySlice<UInt8> {
    let bytes = lexer.bytes[start..<end]
    guard bytes.contains(Ascii.carriageReturn) else { return bytes }
    var result: [UInt8] = []
    var position = start
    while position < end {
      let next = lexer.afterNewline(at: position)
      result.append(next > position ? Ascii.lineFeed : bytes[position])
      position = max(next, position + 1)
    }
    return result[...]
  }
}

extension Lexer {
  /// Returns where the dotted name that goes on at an offset ends, if one of its parts is a number.
  func endOfParameter(from start: Int) -> Int? {
    var end = start
    var hasNumber = false
    while byte(at: end) == Ascii.dot {
      let part = endOfNameParts(from: end + 1)
      guard part > end + 1 else { break }
      hasNumber = hasNumber || Ascii.isDigit(byte(at: end + 1))
      end = part
    }
    return hasNumber ? end : nil
  }
}
