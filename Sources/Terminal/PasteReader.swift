internal import Glibc

/// Reads a text that the terminal brackets as pasted.
///
/// Readline's own way costs a system call for each byte and takes whatever comes. Here a paste is
/// read in blocks, and what is too long or was interrupted is swallowed to its end: its lines must
/// never count as typed.
struct PasteReader {
  /// What was read.
  struct Paste: Equatable {
    /// The pasted text, cut behind the limit.
    var text: [UInt8]

    /// What was typed after it.
    var rest: [UInt8]
  }

  /// How many bytes of a paste are kept.
  var limit: Int

  /// Returns the next bytes that come within a time in milliseconds, -1 for any; nil for none, and
  /// nil at once if a signal came that is not yet taken.
  var nextBlock: (Int32) -> [UInt8]?

  /// Reads to the end of the paste; nil if the user gave up in the middle.
  func read() -> Paste? {
    var bytes: [UInt8] = []
    var end: Int?
    while end == nil {
      guard let block = nextBlock(-1) else {
        while nextBlock(Self.silence) != nil {}
        return nil
      }
      let start = max(0, bytes.count - Self.end.count)
      bytes += block
      end = Self.find(Self.end, in: bytes, from: start)
      // The middle of what is far too long interests nobody; its end may be half of the sequence.
      if end == nil, bytes.count > 4 * limit + 64 {
        bytes.removeSubrange((limit + 1)..<(bytes.count - 64))
      }
    }
    while let block = nextBlock(Self.burst) { bytes += block }
    return Self.split(bytes, at: end ?? bytes.count, limit: limit)
  }

  /// How long a paste that was given up may pause, in milliseconds.
  private static let silence: Int32 = 300

  /// How soon the parts of one burst follow each other, in milliseconds.
  private static let burst: Int32 = 5

  /// xterm's control sequences: bracketed paste mode.
  private static let begin = Array("\u{1B}[200~".utf8)
  private static let end = Array("\u{1B}[201~".utf8)

  /// A text that holds the closing sequence must not make its remainder count as typed: of several
  /// in one burst the last counts, unless another paste begins before it.
  private static func split(_ bytes: [UInt8], at first: Int, limit: Int) -> Paste {
    var close = first
    let next = find(begin, in: bytes, from: first) ?? bytes.count
    while let later = find(end, in: bytes, from: close + 1), later < next { close = later }
    return Paste(
      text: Array(bytes[..<min(close, limit + 1)]),
      rest: Array(bytes.dropFirst(close + end.count))
    )
  }

  private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard bytes.count >= start + pattern.count else { return nil }
    // SAFETY: the bytes are read within the call, at offsets that leave room for the pattern.
    return bytes.withUnsafeBufferPointer { bytes in
      (start...(bytes.count - pattern.count)).first { offset in
        bytes[offset] == pattern[0] && bytes[offset...].starts(with: pattern)
      }
    }
  }
}
