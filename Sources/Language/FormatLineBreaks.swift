/// Says where long lines are broken: inside brackets, behind commas and operators.
///
/// What stands between two commas stays on one line where that has room for it, so that a list of
/// lists is broken between the lists. Outside brackets nothing is broken: a `\` reads worse than a
/// long line.
struct FormatLineBreaks {
  /// The columns of a line.
  static let columns = 100

  private let pieces: [FormatPiece]
  private let spacing: FormatSpacing

  /// Creates the line breaks of a script's pieces.
  init(_ pieces: [FormatPiece], _ spacing: FormatSpacing) {
    self.pieces = pieces
    self.spacing = spacing
  }

  /// Returns whether a line is to end before a piece.
  ///
  /// - Parameters:
  ///   - index: The piece.
  ///   - column: The columns that the line has so far.
  ///   - indentation: The columns before the piece on a line of its own.
  /// - Returns: Whether the line ends there.
  func isWanted(before index: Int, column: Int, indentation: Int) -> Bool {
    guard isAllowed(before: index) else { return false }
    let room = Self.columns - column - 1
    let needed = width(from: index, upTo: .sameDepth)
    guard needed > room else { return false }
    return needed <= Self.columns - indentation || width(from: index, upTo: .anyDepth) > room
  }

  /// How far an element is measured: to where the next line may begin beside it, or within it too.
  private enum End {
    case sameDepth, anyDepth
  }

  private func isAllowed(before index: Int) -> Bool {
    switch pieces[index - 1].kind {
    case .symbol(.comma), .keyword(.and), .keyword(.or): true
    case .symbol(let symbol): symbol.isSpacedOperator
    default: false
    }
  }

  /// Returns the columns from a piece on, or any number that no line has room for.
  private func width(from start: Int, upTo end: End) -> Int {
    var width = 0
    var depth = 0
    for index in start..<pieces.count {
      let piece = pieces[index]
      if index > start {
        if piece.gap.endsLine || piece.gap.isContinued || piece.endsCode { break }
        if depth <= 0 || end == .anyDepth, isAllowed(before: index) { break }
        width += spacing.hasBlank(before: index, isInBrackets: true) ? 1 : 0
      }
      let line = piece.text.prefix { $0 != Ascii.lineFeed }
      width += line.columns
      if line.count < piece.text.count || width > Self.columns { break }
      depth += piece.opensBracket ? 1 : piece.closesBracket ? -1 : 0
    }
    return width
  }
}

extension FormatPiece {
  /// Whether nothing of the line before it needs room behind it.
  fileprivate var endsCode: Bool {
    kind == .end || kind == .symbol(.semicolon) || kind == .symbol(.rightBrace)
  }
}

extension Sequence<UInt8> {
  /// The code points of UTF-8 bytes.
  var columns: Int { reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 } }
}
