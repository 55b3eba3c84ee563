internal import Language
internal import Shell

/// The list of what could stand at a place.
struct CompletionList {
  private let candidates: [Completion.Candidate]

  /// Creates the list of candidates, whose texts show as they are.
  init(_ candidates: [Completion.Candidate]) { self.candidates = candidates }

  /// Returns the lines of the list: a few candidates each with what it is for, many in columns.
  func text(width: Int) -> String {
    let hasSummaries = candidates.contains { !$0.summary.isEmpty }
    let lines =
      hasSummaries && candidates.count <= Self.summaryLimit ? explained(width) : columns(width)
    return lines.map { $0 + "\n" }.joined()
  }

  /// How many candidates are explained.
  private static let summaryLimit = 16

  private static let gap = 2

  private var widest: Int { candidates.map { DisplayWidth.columns(of: $0.text) }.max() ?? 0 }

  private func explained(_ width: Int) -> [String] {
    let column = widest + Self.gap
    return candidates.map { candidate in
      guard !candidate.summary.isEmpty else { return shortened(candidate.text, width) }
      let summary = TerminalText.escaped(candidate.summary)
      return shortened(padded(candidate.text, column) + summary, width)
    }
  }

  /// Returns columns, each of which reads downwards.
  private func columns(_ width: Int) -> [String] {
    let column = widest + Self.gap
    let count = max(1, (width + Self.gap) / column)
    let height = (candidates.count + count - 1) / count
    return (0..<height).map { row in
      let texts = stride(from: row, to: candidates.count, by: height).map { candidates[$0].text }
      let line = texts.dropLast().map { padded($0, column) }.joined() + (texts.last ?? "")
      return shortened(line, width)
    }
  }

  private func padded(_ text: String, _ columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - DisplayWidth.columns(of: text)))
  }

  private func shortened(_ line: String, _ width: Int) -> String {
    DisplayWidth.columns(of: line) <= width ? line : DisplayWidth.prefix(of: line, columns: width)
  }
}
