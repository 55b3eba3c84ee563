/// A named text that a script is read from: a file, an entry at the prompt or a notebook cell.
///
/// Positions are offsets in UTF-8 bytes; lines and columns count from 1, columns in code points.
/// A class, because every tree, function and diagnostic that comes from a text refers to it.
public final class SourceText: Sendable {
  /// The name shown in diagnostics, such as `demo.ae` or `<stdin>`.
  public let name: String

  /// The text as it was given.
  public let bytes: [UInt8]

  /// The offset at which each line begins.
  private let lineStarts: [Int]

  /// Creates a text from its bytes, which need not be valid UTF-8.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where Self.endsLine(byte, at: offset, in: bytes) {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// Creates a text from a string.
  public convenience init(name: String, _ text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }

  /// Returns the text of a range, with invalid UTF-8 replaced by U+FFFD.
  public func text(_ range: SourceRange) -> String {
    String(decoding: bytes[range.lowerBound..<range.upperBound], as: UTF8.self)
  }

  /// Returns the line and the column, both from 1, of an offset.
  public func position(of offset: Int) -> (line: Int, column: Int) {
    let line = lineIndex(of: offset)
    let before = bytes[lineStarts[line]..<min(offset, bytes.count)]
    // Continuation bytes have the form 10xxxxxx; all others begin a code point.
    let column = before.count { $0 & 0xC0 != 0x80 }
    return (line + 1, column + 1)
  }

  /// Returns the range of the line that holds an offset, without its line ending.
  public func lineRange(at offset: Int) -> SourceRange {
    let line = lineIndex(of: offset)
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count
    while end > lineStarts[line], bytes[end - 1] == 10 || bytes[end - 1] == 13 { end -= 1 }
    return SourceRange(lineStarts[line], end)
  }

  private func lineIndex(of offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// A line ends with LF, CR LF or a CR alone.
  private static func endsLine(_ byte: UInt8, at offset: Int, in bytes: [UInt8]) -> Bool {
    switch byte {
    case 10: true
    case 13: offset + 1 == bytes.count || bytes[offset + 1] != 10
    default: false
    }
  }
}
