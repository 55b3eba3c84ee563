internal import Language

/// How many columns of a terminal text takes.
public enum DisplayWidth {
  /// Returns the columns of a text without control characters.
  public static func columns(of text: String) -> Int {
    // Most text is ASCII, one column a byte.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + $1.displayWidth }
  }

  /// Returns the longest beginning of a text that fits into some columns.
  public static func prefix(of text: String, columns limit: Int) -> String {
    var used = 0
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      used += scalar.displayWidth
      guard used <= limit else { break }
      result.append(scalar)
    }
    return String(result)
  }
}
