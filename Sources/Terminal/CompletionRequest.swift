internal import Language
internal import Shell

/// A press of Tab, between readline's bytes and the session's code points.
struct CompletionRequest {
  /// What readline is to show and insert.
  struct Matches {
    /// The longest common beginning, then the matches if there are several; empty for none.
    var words: [[UInt8]]

    /// The byte that follows a single match.
    var suffix: UInt8?

    /// The candidates that the words come from, for a list.
    var candidates: [Completion.Candidate] = []
  }

  /// The whole entry.
  let text: String

  /// Where the cursor is in the entry, in code points.
  let offset: Int

  private let textBytes: [UInt8]
  private let base: Int
  private let start: Int

  /// Creates the request for a line that continues `before`; `point` is the cursor, `start` where
  /// readline takes the word to begin, both in bytes of the line.
  init(before: [UInt8], line: [UInt8], point: Int, start: Int) {
    let beginning = before.isEmpty ? [] : before + [UInt8(ascii: "\n")]
    base = beginning.count
    textBytes = beginning + line
    let cursor = base + min(max(point, 0), line.count)
    self.start = base + min(max(start, 0), line.count)
    text = String(decoding: textBytes, as: UTF8.self)
    offset = Self.codePoints(textBytes[..<cursor])
  }

  /// Returns the session's candidates in terms of the word that readline replaces.
  func matches(in completion: Completion) -> Matches {
    guard completion.end == offset, (0...offset).contains(completion.start) else {
      return Matches(words: [])
    }
    let from = byteOffset(ofCodePoint: completion.start)
    // What stands on an earlier line cannot be replaced any more.
    guard from >= base else { return Matches(words: []) }
    let pairs = completion.candidates.compactMap { candidate in
      TerminalText.escaped(candidate.text) == candidate.text
        ? word(candidate, from: from).map { (candidate, $0) } : nil
    }
    guard let (candidate, first) = pairs.first else { return Matches(words: []) }
    let common = pairs.dropFirst().reduce(first) { Self.commonPrefix($0, $1.1) }
    if pairs.count == 1 {
      return Matches(words: [first], suffix: Self.suffix(candidate), candidates: [candidate])
    }
    let shown = pairs.prefix(Self.listLimit)
    return Matches(words: [common] + shown.map(\.1), candidates: shown.map(\.0))
  }

  /// How many candidates are listed.
  private static let listLimit = 200

  /// Readline replaces from `start`, the session from `from`: the difference is text that stays.
  private func word(_ candidate: Completion.Candidate, from: Int) -> [UInt8]? {
    let bytes = Array(candidate.text.utf8)
    if from >= start { return textBytes[start..<from] + bytes }
    let kept = textBytes[from..<start]
    return bytes.starts(with: kept) ? Array(bytes.dropFirst(kept.count)) : nil
  }

  private func byteOffset(ofCodePoint index: Int) -> Int {
    var seen = -1
    for (offset, byte) in textBytes.enumerated() where byte & 0xC0 != 0x80 {
      seen += 1
      if seen == index { return offset }
    }
    return textBytes.count
  }

  private static func codePoints(_ bytes: ArraySlice<UInt8>) -> Int {
    // Continuation bytes have the form 10xxxxxx; all others begin a code point.
    bytes.count { $0 & 0xC0 != 0x80 }
  }

  private static func commonPrefix(_ left: [UInt8], _ right: [UInt8]) -> [UInt8] {
    var count = zip(left, right).prefix { $0 == $1 }.count
    // Never a part of a code point.
    while count > 0, count < left.count, left[count] & 0xC0 == 0x80 { count -= 1 }
    return Array(left[..<count])
  }

  /// A word that stands alone is followed by a blank; what goes on, such as `lr=`, is not.
  private static func suffix(_ candidate: Completion.Candidate) -> UInt8? {
    switch candidate.kind {
    case .command, .choice, .keyword: UInt8(ascii: " ")
    case .path: candidate.text.hasSuffix("/") ? nil : UInt8(ascii: " ")
    case .option, .variable, .function, .parameter: nil
    }
  }
}
