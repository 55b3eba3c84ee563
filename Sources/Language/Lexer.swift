/// Reads tokens from a text whose bytes are known to be valid.
///
/// The parser drives it, because only the parser knows whether a line goes on inside a bracket,
/// where an interpolated expression ends, and where a command takes words as they stand.
struct Lexer {
  /// The bytes of the text.
  let bytes: [UInt8]

  /// The offset at which the next token is looked for.
  var position: Int

  /// The backslash that ends the text, if one does and its line should go on.
  private(set) var danglingContinuation: Int?

  /// Creates a lexer that begins after a byte order mark and a `#!` line.
  init(_ source: SourceText) {
    bytes = source.bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    if byte(at: position) == Ascii.hash, byte(at: position + 1) == Ascii.exclamation {
      position = source.lineRange(at: position).upperBound
    }
  }

  /// Returns the byte at an offset, or 0 at the end; no valid text holds a 0.
  func byte(at offset: Int) -> UInt8 {
    offset < bytes.count ? bytes[offset] : 0
  }

  /// Reads the next token.
  mutating func next(skippingNewlines: Bool = false) -> Token {
    let gap = skipBlanks(andNewlines: skippingNewlines)
    let start = position
    let kind = scan()
    return Token(kind: kind, range: SourceRange(start, position), gap: gap)
  }

  /// Skips blanks, comments and continued line ends, and says what was there.
  @discardableResult
  mutating func skipBlanks(andNewlines: Bool = false) -> Token.Gap {
    var gap = Token.Gap.none
    var continuation: Int?
    while position < bytes.count {
      switch bytes[position] {
      case Ascii.space, Ascii.tab:
        position += 1
        if gap == .none { gap = .blank }
      case Ascii.lineFeed, Ascii.carriageReturn:
        guard andNewlines else { return gap }
        position += 1
        continuation = nil
        gap = .newline
      case Ascii.hash where beginsComment(at: position):
        position = endOfLine(from: position)
      case Ascii.backslash where endsLine(at: position + 1):
        continuation = position
        position = afterNewline(at: position + 1)
        if gap == .none { gap = .blank }
      default:
        return gap
      }
    }
    if let continuation { danglingContinuation = continuation }
    return gap
  }

  /// Returns whether a line, or the text, ends at an offset.
  func endsLine(at offset: Int) -> Bool {
    let byte = byte(at: offset)
    return byte == Ascii.lineFeed || byte == Ascii.carriageReturn || offset >= bytes.count
  }

  /// Returns the offset at which the line that holds an offset ends.
  func endOfLine(from offset: Int) -> Int {
    var end = offset
    while !endsLine(at: end) { end += 1 }
    return end
  }

  /// Returns the offset behind the line ending at an offset; CR LF is one ending.
  func afterNewline(at offset: Int) -> Int {
    switch byte(at: offset) {
    case Ascii.carriageReturn where byte(at: offset + 1) == Ascii.lineFeed: offset + 2
    case Ascii.carriageReturn, Ascii.lineFeed: offset + 1
    default: offset
    }
  }

  /// Returns whether only blanks stand before an offset on its line.
  func isFirstOnLine(_ offset: Int) -> Bool {
    var index = offset
    while index > 0 {
      index -= 1
      switch bytes[index] {
      case Ascii.space, Ascii.tab: continue
      case Ascii.lineFeed, Ascii.carriageReturn: return true
      default: return index == 2 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
      }
    }
    return true
  }

  /// Returns the offset behind the name that begins at an offset, or nil where none begins.
  func endOfName(from offset: Int) -> Int? {
    guard offset < bytes.count, let first = UTF8Scalar(at: offset, in: bytes),
      first.scalar.beginsName
    else { return nil }
    return endOfNameParts(from: offset + first.length)
  }

  /// Returns the offset at which letters, digits and the like that begin at an offset end.
  func endOfNameParts(from offset: Int) -> Int {
    var end = offset
    while end < bytes.count {
      let byte = bytes[end]
      if byte < 0x80 {
        guard Ascii.isNamePart(byte) else { break }
        end += 1
      } else {
        guard let next = UTF8Scalar(at: end, in: bytes), next.scalar.continuesName else { break }
        end += next.length
      }
    }
    return end
  }

  /// Returns whether the `#` at an offset stands at its line's start or after a blank.
  func beginsComment(at offset: Int) -> Bool {
    guard offset > 0 else { return true }
    switch bytes[offset - 1] {
    case Ascii.space, Ascii.tab, Ascii.lineFeed, Ascii.carriageReturn: return true
    default: return offset == 3 && bytes.starts(with: [0xEF, 0xBB, 0xBF])
    }
  }

  private mutating func scan() -> Token.Kind {
    guard position < bytes.count else { return .end }
    let first = bytes[position]
    switch first {
    case Ascii.lineFeed, Ascii.carriageReturn:
      position = afterNewline(at: position)
      return .newline
    case Ascii.doubleQuote:
      let isBlock = byte(at: position + 1) == first && byte(at: position + 2) == first
      position += isBlock ? 3 : 1
      return .quote(isBlock ? .block : .plain)
    case Ascii.singleQuote:
      position += 1
      return .quote(.raw)
    case _
    where Ascii.isDigit(first) || first == Ascii.dot && Ascii.isDigit(byte(at: position + 1)):
      return scanNumber()
    default:
      return scanName() ?? scanSymbol()
    }
  }

  private mutating func scanName() -> Token.Kind? {
    guard let end = endOfName(from: position) else { return nil }
    let start = position
    position = end
    guard end - start <= Limits.nameLength else { return .invalid(.nameTooLong) }
    // No keyword is longer than `continue`.
    guard end - start <= 8, Ascii.isLetter(bytes[start]) else { return .name }
    let text = String(decoding: bytes[start..<end], as: UTF8.self)
    return Keyword(rawValue: text).map { .keyword($0) } ?? .name
  }

  private mutating func scanSymbol() -> Token.Kind {
    let first = bytes[position]
    if first >= 0x80 {
      guard let decoded = UTF8Scalar(at: position, in: bytes) else {
        position += 1
        return .invalid(.unexpectedCharacter)
      }
      position += decoded.length
      let isDigit = decoded.scalar.properties.numericType == .decimal
      return .invalid(isDigit ? .foreignDigit : .unexpectedCharacter)
    }
    let second = byte(at: position + 1)
    if let symbol = Symbol(first: first, second: second) {
      position += 2
      return .symbol(symbol)
    }
    position += 1
    if let symbol = Symbol(first) { return .symbol(symbol) }
    switch first {
    case Ascii.backslash: return .invalid(.strayBackslash)
    case Ascii.hash: return .invalid(.touchingComment)
    default: return .invalid(.unexpectedCharacter)
    }
  }
}

extension Symbol {
  /// The symbol of a single byte.
  fileprivate init?(_ byte: UInt8) {
    switch Unicode.Scalar(byte) {
    case "(": self = .leftParenthesis
    case ")": self = .rightParenthesis
    case "[": self = .leftBracket
    case "]": self = .rightBracket
    case "{": self = .leftBrace
    case "}": self = .rightBrace
    case ",": self = .comma
    case ";": self = .semicolon
    case ":": self = .colon
    case ".": self = .dot
    case "=": self = .assign
    case "<": self = .less
    case ">": self = .greater
    case "+": self = .plus
    case "-": self = .minus
    case "*": self = .times
    case "/": self = .divide
    case "%": self = .remainder
    case "@": self = .matrixMultiply
    case "^": self = .power
    case "?": self = .question
    case "!": self = .exclamation
    default: return nil
    }
  }

  /// The symbol of two bytes.
  fileprivate init?(first: UInt8, second: UInt8) {
    switch (Unicode.Scalar(first), Unicode.Scalar(second)) {
    case (".", "."): self = .range
    case ("+", "="): self = .plusAssign
    case ("-", "="): self = .minusAssign
    case ("*", "="): self = .timesAssign
    case ("/", "="): self = .divideAssign
    case ("=", "="): self = .equal
    case ("!", "="): self = .notEqual
    case ("<", "="): self = .lessOrEqual
    case (">", "="): self = .greaterOrEqual
    case ("/", "/"): self = .floorDivide
    default: return nil
    }
  }
}
