/// An entry of the prompt as one line of the history file.
///
/// A line feed is written as `\n`, a tab as `\t`, a backslash as `\\`, any other control byte as
/// `\xNN`. A sequence that means nothing stands for itself, so that a file of plain lines reads well.
package enum HistoryEntry {
  /// Returns the line of an entry, without its ending.
  package static func line(_ entry: [UInt8]) -> [UInt8] {
    var line: [UInt8] = []
    line.reserveCapacity(entry.count)
    for byte in entry {
      switch byte {
      case newline: line += [backslash, UInt8(ascii: "n")]
      case tab: line += [backslash, UInt8(ascii: "t")]
      case backslash: line += [backslash, backslash]
      case 0..<0x20, 0x7F:
        line += [backslash, UInt8(ascii: "x"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: line.append(byte)
      }
    }
    return line
  }

  /// Returns the entry of a line; what was written as `\xNN` stays so, since no terminal should
  /// see it.
  package static func entry(_ line: some Sequence<UInt8>) -> [UInt8] {
    var entry: [UInt8] = []
    var isEscape = false
    for byte in line {
      if isEscape {
        isEscape = false
        switch byte {
        case UInt8(ascii: "n"): entry.append(newline)
        case UInt8(ascii: "t"): entry.append(tab)
        case backslash: entry.append(backslash)
        default: entry += isKept(byte) ? [backslash, byte] : [backslash]
        }
      } else if byte == backslash {
        isEscape = true
      } else if isKept(byte) {
        entry.append(byte)
      }
    }
    if isEscape { entry.append(backslash) }
    return entry
  }

  private static func isKept(_ byte: UInt8) -> Bool {
    byte >= 0x20 && byte != 0x7F || byte == tab
  }

  private static let tab = UInt8(ascii: "\t")
  private static let newline = UInt8(ascii: "\n")
  private static let backslash = UInt8(ascii: "\\")
  private static let digits = Array("0123456789abcdef".utf8)
}
