import Foundation

/// A picture of a table, which aerepl draws.
struct Drawing {
  /// The name of the file, without its ending.
  let name: String

  /// What the picture shows, for those who do not see it.
  let description: String

  /// The rows of numbers with their labels.
  let rows: [(label: String, numbers: [Double])]

  /// The names below the numbers.
  let names: [String]

  let title: String
  let ylabel: String
  var xlabel = ""
  var isBars = false

  /// Draws the picture into a folder.
  func draw(with program: String, into folder: String) throws {
    let numbers = rows.map { "[" + $0.numbers.map(\.description).joined(separator: ", ") + "]" }
    let options = [
      "labels=\(Self.list(rows.map(\.label)))", "names=\(Self.list(names))",
      "style=\(isBars ? "bars" : "line")", "title=\(Self.quoted(title))",
      "xlabel=\(Self.quoted(xlabel))", "ylabel=\(Self.quoted(ylabel))",
    ]
    let path = Self.quoted("\(folder)/\(name).svg")
    let script = "save \(path) \(numbers.joined(separator: ", ")) \(options.joined(separator: " "))"
    _ = try ProcessRun(program, ["-e", script])
  }

  private static func quoted(_ text: String) -> String { "\"\(text)\"" }

  private static func list(_ texts: [String]) -> String {
    "[" + texts.map(quoted).joined(separator: ", ") + "]"
  }
}
