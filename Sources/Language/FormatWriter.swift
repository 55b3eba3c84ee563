/// Sets the pieces of a script in the canonical layout.
struct FormatWriter {
  /// What stands before the piece that comes next.
  private enum Place {
    case fileStart, blockStart, blockEnd, statement, statementEnd
  }

  private let pieces: [FormatPiece]
  private let spacing: FormatSpacing
  private let breaks: FormatLineBreaks?
  private var output: [UInt8] = []
  private var place = Place.fileStart
  private var depth = 0

  /// The indentation of each line on which a bracket was opened that is still open.
  private var brackets: [Int] = []

  /// The indentation of the line being written.
  private var lineIndentation = 0

  /// Whether a line that ends before a comma ends behind it instead.
  private var owesBreak = false

  /// Whether the line of the next piece began with a `;` that is left out.
  private var skipsLine = false

  /// Whether a word is what the line being written ends with.
  private var endsWithWord = false

  /// Returns the text of pieces, which end with the end of the text; long lines are broken where that
  /// is wanted.
  static func text(of pieces: [FormatPiece], breaksLines: Bool) -> [UInt8] {
    var writer = FormatWriter(pieces, breaksLines: breaksLines)
    for index in pieces.indices { writer.write(index) }
    return writer.output
  }

  private init(_ pieces: [FormatPiece], breaksLines: Bool) {
    self.pieces = pieces
    spacing = FormatSpacing(pieces)
    breaks = breaksLines ? FormatLineBreaks(pieces, spacing) : nil
  }

  private static let step = 2
  private static let continuation = 4

  private mutating func write(_ index: Int) {
    let piece = pieces[index]
    if brackets.isEmpty, piece.gap.endsLine { endStatement() }
    if !piece.gap.comments.isEmpty { write(piece.gap.comments) }
    switch piece.kind {
    case .end: endLine()
    case .symbol(.semicolon):
      if piece.silences { append(piece.text) }
      skipsLine = piece.gap.endsLine
      place = .statementEnd
    case .symbol(.leftBrace):
      append(Self.blank)
      append(piece.text)
      depth += 1
      place = .blockStart
    case .symbol(.rightBrace): closeBlock(piece)
    default: writeInStatement(index)
    }
  }

  private mutating func writeInStatement(_ index: Int) {
    let piece = pieces[index]
    switch place {
    case .blockEnd where piece.kind == .keyword(.else) || piece.kind == .keyword(.catch):
      append(Self.blank)
    case .statement: separate(index)
    case .fileStart, .blockStart, .blockEnd, .statementEnd:
      if place != .fileStart { beginLine(indentation, isApart: isApart(piece.gap.newlines)) }
      lineIndentation = indentation
    }
    append(piece.text)
    skipsLine = false
    endsWithWord = piece.kind == .word
    place = .statement
    if piece.opensBracket { brackets.append(lineIndentation) }
    if piece.closesBracket, !brackets.isEmpty { brackets.removeLast() }
  }

  /// Writes what stands between two pieces of a statement.
  private mutating func separate(_ index: Int) {
    let piece = pieces[index]
    let hasComment = !piece.gap.comments.isEmpty
    let blank = spacing.hasBlank(before: index, isInBrackets: !brackets.isEmpty)
    let isEdge = pieces[index - 1].opensBracket || piece.closesBracket
    let wantsBreak = owesBreak || piece.gap.newlines > 0 || piece.gap.isContinued
    owesBreak = false
    if hasComment || wantsBreak && (blank || isEdge && !brackets.isEmpty)
      || blank && isTooLong(before: index)
    {
      breakLine(before: piece)
    } else {
      owesBreak = wantsBreak && piece.kind == .symbol(.comma)
      if blank { append(Self.blank) }
    }
  }

  /// Returns whether the line being written has no room for what comes next.
  private func isTooLong(before index: Int) -> Bool {
    guard let breaks, let opening = brackets.last else { return false }
    let line = output.suffix(from: output.lastIndex(of: Ascii.lineFeed).map { $0 + 1 } ?? 0)
    return breaks.isWanted(
      before: index,
      column: line.columns,
      indentation: opening + Self.step
    )
  }

  private mutating func breakLine(before piece: FormatPiece) {
    if let opening = brackets.last {
      lineIndentation = opening + (piece.closesBracket ? 0 : Self.step)
    } else {
      append(Self.backslash)
      endsWithWord = false
      lineIndentation = indentation + Self.continuation
    }
    beginLine(lineIndentation, isApart: false)
  }

  private mutating func closeBlock(_ piece: FormatPiece) {
    let isEmpty = place == .blockStart && piece.gap.comments.isEmpty
    depth = max(0, depth - 1)
    if !isEmpty { beginLine(indentation, isApart: false) }
    append(piece.text)
    place = .blockEnd
  }

  private mutating func endStatement() {
    owesBreak = false
    if place == .statement || place == .blockEnd { place = .statementEnd }
  }

  /// Writes comments, each of which has its line to itself unless it stands behind code.
  private mutating func write(_ comments: [FormatPiece.Comment]) {
    for comment in comments {
      if comment.newlines == 0, !skipsLine, !output.isEmpty {
        append(Self.blank + Self.blank)
      } else if place != .fileStart {
        let column = brackets.last.map { $0 + Self.step } ?? indentation
        beginLine(column, isApart: isApart(comment.newlines))
      }
      append(comment.text)
      endsWithWord = false
      skipsLine = false
      if brackets.isEmpty { place = .statementEnd }
    }
  }

  private var indentation: Int { depth * Self.step }

  /// Returns whether an empty line stays: one between statements, none at a block's beginning.
  private func isApart(_ newlines: Int) -> Bool {
    newlines > 1 && brackets.isEmpty && place != .blockStart && place != .fileStart
  }

  private mutating func beginLine(_ indentation: Int, isApart: Bool) {
    endLine()
    if isApart { output.append(Ascii.lineFeed) }
    output.append(contentsOf: repeatElement(Ascii.space, count: indentation))
  }

  private mutating func endLine() {
    guard let last = output.last, last != Ascii.lineFeed else { return }
    // A backslash at the end of a word would continue the line.
    if last == Ascii.backslash, endsWithWord { output.append(Ascii.space) }
    output.append(Ascii.lineFeed)
  }

  private mutating func append(_ text: some Sequence<UInt8>) { output.append(contentsOf: text) }

  private static let blank = [Ascii.space]
  private static let backslash = [Ascii.space, Ascii.backslash]
}
