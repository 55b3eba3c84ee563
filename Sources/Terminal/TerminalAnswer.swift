/// What a terminal says when it is asked about itself.
enum TerminalAnswer: Equatable {
  /// DA1: its attributes; every terminal answers this.
  case attributes(Set<Int>)
  /// XTVERSION: its name and version.
  case name(String)
  /// Whether it takes kitty's graphics protocol.
  case kitty(Bool)
  /// The background, 0 to 1 a channel.
  case background(red: Double, green: Double, blue: Double)
  /// DECRQSS: whether it has kept a colour of 24 bits.
  case colors(isTrue: Bool)
  /// The size of a character cell in pixels.
  case cell(width: Int, height: Int)
  /// The size of the text area in pixels.
  case area(width: Int, height: Int)
  /// XTSMGRAPHICS: how many colours a sixel picture may have.
  case sixelColors(Int)
}

/// Tells the answers of a terminal from what its user types meanwhile.
///
/// Answers are control sequences that no key sends; everything else is kept in its order.
struct TerminalAnswerReader {
  /// The answers so far.
  private(set) var answers: [TerminalAnswer] = []

  /// What was typed so far.
  private(set) var typed: [UInt8] = []

  /// The beginning of a sequence whose end has not come.
  private var pending: [UInt8] = []

  /// A sequence that is longer than this is no answer.
  private static let limit = 1 << 12

  /// Takes bytes that came from the terminal.
  mutating func take(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      pending.append(byte)
      step()
    }
  }

  /// Takes what has begun like an answer and did not go on for something typed.
  mutating func finish() {
    typed += pending
    pending = []
  }

  private mutating func step() {
    guard pending[0] == Self.escape else { return finish() }
    guard pending.count > 1 else { return }
    let last = pending[pending.count - 1]
    switch pending[1] {
    case UInt8(ascii: "["):
      // ECMA-48: parameters, then one byte from @ to ~.
      guard pending.count > 2, (0x40...0x7E).contains(last) else { break }
      if let answer = Self.control(Array(pending[2...])) {
        answers.append(answer)
        pending = []
      } else {
        finish()
      }
    case UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "]"):
      let isEnded =
        last == Self.bell
        || (pending.count > 3 && last == UInt8(ascii: "\\")
          && pending[pending.count - 2] == Self.escape)
      guard isEnded else { break }
      let body = pending[2...].dropLast(last == Self.bell ? 1 : 2)
      // Strings are never typed: one that is not understood is an answer to somebody else.
      if let answer = Self.string(kind: pending[1], String(decoding: body, as: UTF8.self)) {
        answers.append(answer)
      }
      pending = []
    default: finish()
    }
    if pending.count > Self.limit { finish() }
  }

  private static let escape: UInt8 = 27
  private static let bell: UInt8 = 7

  /// Reads a control sequence without its introducer; nil for a key.
  private static func control(_ bytes: [UInt8]) -> TerminalAnswer? {
    let text = String(decoding: bytes.dropLast(), as: UTF8.self)
    switch (bytes[bytes.count - 1], text.first) {
    case (UInt8(ascii: "c"), "?"):
      // The first number is the terminal's class.
      return .attributes(Set(numbers(text.dropFirst()).dropFirst()))
    case (UInt8(ascii: "t"), "4"), (UInt8(ascii: "t"), "6"):
      let parts = numbers(text[...])
      guard parts.count == 3 else { return nil }
      return parts[0] == 6
        ? .cell(width: parts[2], height: parts[1]) : .area(width: parts[2], height: parts[1])
    case (UInt8(ascii: "S"), "?"):
      let parts = numbers(text.dropFirst())
      return .sixelColors(parts.count > 2 && parts[0] == 1 && parts[1] == 0 ? parts[2] : 0)
    default: return nil
    }
  }

  private static func string(kind: UInt8, _ text: String) -> TerminalAnswer? {
    switch kind {
    case UInt8(ascii: "_"):
      guard text.hasPrefix("G") else { return nil }
      return .kitty(text.hasSuffix(";OK"))
    case UInt8(ascii: "P"):
      if text.hasPrefix(">|") { return .name(String(text.dropFirst(2))) }
      guard text.contains("$r") else { return nil }
      let parts = numbers(text.drop { $0 != "r" }.dropFirst())
      return .colors(isTrue: parts.suffix(3) == [1, 2, 3])
    default:
      guard text.hasPrefix("11;rgb:") else { return nil }
      let parts = text.dropFirst(7).split(separator: "/").prefix(3).compactMap { part in
        // One to four hexadecimal digits, of which all set means 1.
        Int(part, radix: 16).map { Double($0) / Double((1 << (4 * min(part.count, 4))) - 1) }
      }
      guard parts.count == 3 else { return nil }
      return .background(red: parts[0], green: parts[1], blue: parts[2])
    }
  }

  private static func numbers(_ text: Substring) -> [Int] {
    text.split { ";:".contains($0) }.compactMap { Int($0.filter(\.isNumber)) }
  }
}
