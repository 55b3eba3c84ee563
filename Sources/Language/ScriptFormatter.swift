/// Brings scripts into the canonical layout.
///
/// One statement a line, two blanks for each block, one blank around operators and behind commas,
/// at most one empty line in a row, comments kept. Where lines end inside brackets and behind `\` is
/// left as it was, and lines of more than 100 columns are broken inside brackets. The meaning never changes: the result is read again and compared.
public enum ScriptFormatter {
  /// What became of a script.
  public enum Result: Sendable {
    /// The script in the canonical layout.
    case formatted([UInt8])
    /// What is wrong with it; it is to be left alone.
    case refused([Diagnostic])
  }

  /// Returns a script in the canonical layout; a script that has it already stays the same.
  public static func format(_ source: SourceText, vocabulary: any Vocabulary) -> Result {
    switch Parser.parse(source, vocabulary: vocabulary) {
    case .invalid(let diagnostics): return .refused(diagnostics)
    case .incomplete(_, let diagnostic): return .refused([diagnostic])
    case .complete(let script):
      let pieces = FormatPieceReader.pieces(of: script)
      // Should a broken line ever mean something else, long lines stay as they are.
      for breaksLines in [true, false] {
        let text = FormatWriter.text(of: pieces, breaksLines: breaksLines)
        if means(text, pieces, named: source.name, vocabulary) { return .formatted(text) }
      }
      let message = "the canonical layout would change what the script means"
      return .refused([Diagnostic(.internal, message, at: SourceRange(0, 0), in: source)])
    }
  }

  /// Returns whether a text consists of pieces that mean the same as those given.
  private static func means(
    _ text: [UInt8],
    _ pieces: [FormatPiece],
    named name: String,
    _ vocabulary: any Vocabulary
  ) -> Bool {
    let source = SourceText(name: name, bytes: text)
    guard case .complete(let script) = Parser.parse(source, vocabulary: vocabulary) else {
      return false
    }
    let again = FormatPieceReader.pieces(of: script)
    let (meant, found) = (pieces.filter(isMeant), again.filter(isMeant))
    return meant.count == found.count && zip(meant, found).allSatisfy { $0.means($1) }
      && comments(of: pieces) == comments(of: again)
  }

  private static func comments(of pieces: [FormatPiece]) -> [ArraySlice<UInt8>] {
    pieces.flatMap { $0.gap.comments.map(\.text) }
  }

  private static func isMeant(_ piece: FormatPiece) -> Bool {
    piece.kind != .symbol(.semicolon) || piece.silences
  }
}
