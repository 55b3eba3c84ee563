import Foundation

/// A table in Markdown; the first column is text, the others are numbers.
struct Table {
  let title: String
  let columns: [String]
  var rows: [[String]] = []

  /// A picture of the table, where there is one.
  var drawing: Drawing?

  init(_ title: String, _ columns: [String]) {
    self.title = title
    self.columns = columns
  }

  mutating func add(_ row: String...) { rows.append(row) }

  var text: String {
    let rule = ["---"] + columns.dropFirst().map { _ in "---:" }
    let lines = ([columns, rule] + rows).map { "| " + $0.joined(separator: " | ") + " |" }
    return "### \(title)\n\n" + lines.joined(separator: "\n") + "\n"
  }
}

extension Double {
  /// Returns the number with so many digits behind the point.
  func fixed(_ digits: Int) -> String { String(format: "%.\(digits)f", self) }
}

extension Sample {
  /// Returns the least and the greatest value.
  func range(_ digits: Int) -> String { "\(least.fixed(digits)) to \(most.fixed(digits))" }
}
