/// A piece of a string, between its quotes.
enum StringPiece {
  /// Text, with its escapes replaced.
  case text(String)
  /// `\(`; the lexer stands behind it. The offset is that of the parenthesis.
  case interpolation(Int)
  /// The closing quote; the lexer stands behind it.
  case end
  /// The string is not closed where it should be.
  case unclosed
  /// An escape that means nothing, with the reason.
  case badEscape(String, SourceRange)
}

extension Lexer {
  /// Reads the next piece of a string of which the lexer stands inside.
  mutating func nextPiece(of form: StringForm) -> StringPiece {
    var text: [UInt8] = []
    while true {
      switch step(of: form, into: &text) {
      case nil: continue
      case .end where !text.isEmpty, .interpolation where !text.isEmpty:
        // What ends the text is read again by the next call.
        return .text(String(decoding: text, as: UTF8.self))
      case .end:
        position += form == .block ? 3 : 1
        return .end
      case .interpolation(let offset):
        position += 2
        return .interpolation(offset)
      case let piece?: return piece
      }
    }
  }

  /// Reads one character or escape; returns what ends the text, without going beyond it.
  private mutating func step(of form: StringForm, into text: inout [UInt8]) -> StringPiece? {
    guard position < bytes.count else { return .unclosed }
    let byte = bytes[position]
    switch (byte, form) {
    case (Ascii.lineFeed, _), (Ascii.carriageReturn, _):
      guard form == .block else { return .unclosed }
      position = afterNewline(at: position)
      text.append(Ascii.lineFeed)
    case (Ascii.singleQuote, .raw), (Ascii.doubleQuote, .plain):
      return .end
    case (Ascii.doubleQuote, .block)
    where self.byte(at: position + 1) == byte && self.byte(at: position + 2) == byte:
      return .end
    case (Ascii.backslash, .plain), (Ascii.backslash, .block):
      return escape(in: form, into: &text)
    default:
      position += 1
      text.append(byte)
    }
    return nil
  }

  private mutating func escape(in form: StringForm, into text: inout [UInt8]) -> StringPiece? {
    let start = position
    let byte = byte(at: start + 1)
    position = start + 2
    switch Unicode.Scalar(byte) {
    case "n": text.append(Ascii.lineFeed)
    case "t": text.append(Ascii.tab)
    case "\"", "\\": text.append(byte)
    case "(":
      position = start
      return .interpolation(start + 1)
    case "u": return codePoint(from: start, into: &text)
    default:
      position = start + 1
      if form == .block, endsLine(at: position), position < bytes.count {
        position = afterNewline(at: position)
        return nil
      }
      guard !endsLine(at: position) else { return .unclosed }
      let length = UTF8Scalar(at: position, in: bytes)?.length ?? 1
      position += length
      let range = SourceRange(start, position)
      let shown = String(decoding: bytes[start..<position], as: UTF8.self)
      return .badEscape("unknown escape '\(shown)'", range)
    }
    return nil
  }

  /// Reads `\u{…}`, one to eight hexadecimal digits that name a code point.
  private mutating func codePoint(from start: Int, into text: inout [UInt8]) -> StringPiece? {
    guard byte(at: position) == Ascii.leftBrace else {
      return .badEscape("'\\u' needs a code point in braces", SourceRange(start, position))
    }
    position += 1
    let digits = position
    while Ascii.isNamePart(byte(at: position)) { position += 1 }
    let written = String(decoding: bytes[digits..<position], as: UTF8.self)
    guard byte(at: position) == Ascii.rightBrace else {
      return .badEscape("'\\u{' is not closed by '}'", SourceRange(start, position))
    }
    position += 1
    guard written.utf8.count <= 8, let value = UInt32(written, radix: 16),
      let scalar = Unicode.Scalar(value)
    else {
      return .badEscape("'\\u{\(written)}' is no code point", SourceRange(start, position))
    }
    text.append(contentsOf: Array(String(Character(scalar)).utf8))
    return nil
  }
}
