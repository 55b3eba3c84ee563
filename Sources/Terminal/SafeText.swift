internal import Language

/// Text that may go to a terminal, whatever its origin.
enum SafeText {
  /// Returns a text with everything but line feeds and tabs made harmless.
  static func escaped(_ text: String) -> String {
    guard !isHarmless(text) else { return text }
    let keepsLines = text.utf8.contains { $0 == 9 || $0 == 10 }
    guard keepsLines else { return TerminalText.escaped(text) }
    var result = ""
    var piece = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      guard scalar == "\n" || scalar == "\t" else {
        piece.append(scalar)
        continue
      }
      result += TerminalText.escaped(String(piece))
      result.unicodeScalars.append(scalar)
      piece.removeAll(keepingCapacity: true)
    }
    return result + TerminalText.escaped(String(piece))
  }

  /// Whether a text is plain ASCII, which most is.
  private static func isHarmless(_ text: String) -> Bool {
    text.utf8.allSatisfy { ($0 >= 0x20 && $0 < 0x7F) || $0 == 9 || $0 == 10 }
  }
}
