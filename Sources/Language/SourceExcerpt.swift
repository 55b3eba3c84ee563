/// The line of a text that a diagnostic points at, made fit for a terminal.
struct SourceExcerpt {
  /// The line, or the part of it around the place, escaped.
  let line: String

  /// What stands under the line: blanks and tabs up to the place, `^`, and `~` to its end.
  let marker: String

  /// The columns shown before the place, and from there on, of a line that is too long.
  private static let (before, after) = (50, 70)

  /// Cuts the line of a range out of a text.
  init(_ range: SourceRange, in source: SourceText) {
    let whole = source.lineRange(at: range.lowerBound)
    let place = min(max(range.lowerBound, whole.lowerBound), whole.upperBound)
    let window = Self.window(of: whole, around: place, in: source)
    var line = window.lowerBound > whole.lowerBound ? "..." : ""
    var marker = String(repeating: " ", count: line.count)
    var isMarked = false
    var offset = window.lowerBound
    while offset < window.upperBound {
      let piece = Piece(at: offset, in: source.bytes)
      line += piece.text
      if offset + piece.length <= place {
        marker += piece.text == "\t" ? "\t" : String(repeating: " ", count: piece.width)
      } else if offset < range.upperBound || !isMarked {
        marker += Self.underline(piece, isFirst: !isMarked)
        isMarked = true
      }
      offset += piece.length
    }
    if !isMarked { marker += "^" }
    if window.upperBound < whole.upperBound { line += "..." }
    self.line = line
    self.marker = marker
  }

  private static func underline(_ piece: Piece, isFirst: Bool) -> String {
    // A tab takes the marker to the same column as the line.
    if piece.text == "\t" { return isFirst ? "^\t" : "\t" }
    guard isFirst else { return String(repeating: "~", count: piece.width) }
    return "^" + String(repeating: "~", count: max(0, piece.width - 1))
  }

  /// Returns the part of a line to show: all of it unless it is long, else some columns around a
  /// place.
  private static func window(
    of line: SourceRange,
    around place: Int,
    in source: SourceText
  ) -> SourceRange {
    let length = line.upperBound - line.lowerBound
    guard length > before + after else { return line }
    var end = place
    var width = 0
    while end < line.upperBound, width < after {
      let piece = Piece(at: end, in: source.bytes)
      width += piece.columns
      end += piece.length
    }
    var start = place
    width = 0
    while start > line.lowerBound, width < before {
      start -= 1
      // Bytes of the form 10xxxxxx go on with a code point; at most three of them do.
      var steps = 3
      while start > line.lowerBound, source.bytes[start] & 0xC0 == 0x80, steps > 0 {
        start -= 1
        steps -= 1
      }
      width += Piece(at: start, in: source.bytes).columns
    }
    return SourceRange(start, end)
  }
}

/// A code point of a line, or a byte that is none, as it is shown.
private struct Piece {
  /// The text that is shown.
  let text: String

  /// The columns it takes; a tab counts as one.
  let width: Int

  /// The bytes it stands for.
  let length: Int

  /// The columns, counted so that a run of marks of no width comes to an end too.
  var columns: Int { max(1, width) }

  init(at offset: Int, in bytes: [UInt8]) {
    guard let decoded = UTF8Scalar(at: offset, in: bytes) else {
      text = "\\x" + String(bytes[offset], radix: 16)
      width = 4
      length = 1
      return
    }
    length = decoded.length
    if decoded.scalar == "\t" || TerminalText.isVisible(decoded.scalar) {
      text = String(Character(decoded.scalar))
      width = decoded.scalar.displayWidth
    } else {
      text = TerminalText.escape(decoded.scalar)
      width = text.utf8.count
    }
  }
}
