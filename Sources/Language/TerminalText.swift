/// Makes text from anywhere safe to show on a terminal.
public enum TerminalText {
  /// Returns the text with control characters and marks of direction written as escapes, such as
  /// `\x1b` and `\u{202e}`; tabs stay, newlines only if asked for.
  public static func escaped(_ text: String, keepingNewlines: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: { !isShown($0, keepingNewlines) }) else {
      return text
    }
    var result = ""
    for scalar in text.unicodeScalars {
      if isShown(scalar, keepingNewlines) {
        result.unicodeScalars.append(scalar)
      } else {
        result += escape(scalar)
      }
    }
    return result
  }

  /// Returns whether a code point shows as itself, or as a blank, and does no harm.
  static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: false
    // Marks of direction, and the separators that some terminals take for line ends.
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: false
    default: true
    }
  }

  /// Returns how a code point that must not reach a terminal is written.
  static func escape(_ scalar: Unicode.Scalar) -> String {
    let hex = String(scalar.value, radix: 16)
    guard scalar.value < 0x100 else { return "\\u{\(hex)}" }
    return hex.utf8.count < 2 ? "\\x0\(hex)" : "\\x\(hex)"
  }

  private static func isShown(_ scalar: Unicode.Scalar, _ keepsNewlines: Bool) -> Bool {
    isVisible(scalar) || scalar == "\t" || keepsNewlines && scalar == "\n"
  }
}
