/// An import in a file.
struct Import: Equatable, Sendable {
  /// The line, counted from 1.
  let line: Int

  /// The module, without what is taken from it.
  let module: String

  /// Returns the imports of a file: with access levels and attributes, and of single symbols.
  static func list(in file: SourceFile) -> [Import] {
    file.code.flatMap { number, line in
      line.split(separator: ";").compactMap { statement in
        module(in: statement).map { Import(line: number, module: $0) }
      }
    }
  }

  private static func module(in statement: Substring) -> String? {
    var words = statement.split(whereSeparator: \.isWhitespace)[...]
    while let word = words.first, word.hasPrefix("@") || levels.contains(word) {
      words = words.dropFirst()
    }
    guard words.popFirst() == "import" else { return nil }
    if let word = words.first, kinds.contains(word) { words = words.dropFirst() }
    return words.first.flatMap { $0.split(separator: ".").first }.map(String.init)
  }

  private static let levels: [Substring] = [
    "public", "package", "internal", "fileprivate", "private",
  ]

  private static let kinds: [Substring] = [
    "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
  ]
}
