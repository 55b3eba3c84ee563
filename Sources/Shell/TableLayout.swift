internal import Language

/// A table as lines of text.
public struct TableLayout {
  /// The table, with harmless cells.
  private let titles: [String]
  private let rows: [[String]]
  private let alignments: [Table.Alignment]
  private let footer: String

  /// Creates the layout of a table.
  public init(_ table: Table) {
    titles = table.columns.map { Self.cell($0.title) }
    alignments = table.columns.map(\.alignment)
    rows = table.rows.map { $0.map(Self.cell(_:)) }
    footer = Self.cell(table.footer)
  }

  /// The lines with columns under each other, two blanks apart.
  public var aligned: [String] {
    let all = [titles] + rows
    let widths = titles.indices.map { column in
      all.map { column < $0.count ? DisplayWidth.columns(of: $0[column]) : 0 }.max() ?? 0
    }
    return all.map { line($0, widths: widths) } + footerLines
  }

  /// The lines with a tab between two cells.
  public var tabSeparated: [String] {
    ([titles] + rows).map { $0.joined(separator: "\t") } + footerLines
  }

  private var footerLines: [String] { footer.isEmpty ? [] : [footer] }

  private func line(_ cells: [String], widths: [Int]) -> String {
    var text = ""
    var blanks = 0
    for (column, cell) in cells.enumerated() where column < widths.count {
      let padding = widths[column] - DisplayWidth.columns(of: cell)
      let isRight = alignments[column] == .right
      // Blanks are owed until something follows them, so that no line ends in one.
      if !cell.isEmpty {
        text += String(repeating: " ", count: blanks + (isRight ? padding : 0)) + cell
        blanks = isRight ? 0 : padding
      } else {
        blanks += padding
      }
      blanks += 2
    }
    return text
  }

  /// Returns a cell's text without what would break the table.
  private static func cell(_ text: String) -> String {
    TerminalText.escaped(text.replacing("\n", with: "\\n").replacing("\t", with: "\\t"))
  }
}
