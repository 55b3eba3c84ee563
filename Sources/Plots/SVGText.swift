/// Repairs what Cairo writes as SVG: identifiers that differ from time to time, and no description.
enum SVGText {
  /// Returns the file with identifiers numbered in their order, and with a title for readers of
  /// the screen.
  static func cleaned(_ file: [UInt8], description: String) -> [UInt8] {
    var numbers: [String: Int] = [:]
    var result: [UInt8] = []
    result.reserveCapacity(file.count + description.utf8.count + 128)
    var position = 0
    var isOpened = false
    while position < file.count {
      // A name stands behind a quote or behind the mark of a link.
      if position > 0, file[position - 1] == quote || file[position - 1] == mark,
        let word = words.first(where: { file[position...].starts(with: $0) }),
        let digits = digits(in: file, at: position + word.count)
      {
        let name = String(decoding: file[position..<digits.upperBound], as: UTF8.self)
        let number = numbers[name] ?? numbers.count + 1
        numbers[name] = number
        result += word + Array(String(number).utf8)
        position = digits.upperBound
        continue
      }
      result.append(file[position])
      if !isOpened, file[position] == UInt8(ascii: ">"), result.contains(Array("<svg".utf8)) {
        isOpened = true
        if !description.isEmpty { result += "\n<title>\(escaped(description))</title>".utf8 }
      }
      position += 1
    }
    return result
  }

  private static let quote = UInt8(ascii: "\"")
  private static let mark = UInt8(ascii: "#")

  /// What Cairo's numbered names begin with; letters keep their glyphs' own numbers.
  private static let words = ["surface", "image", "clip", "mask", "source-", "linear", "pattern"]
    .map { Array($0.utf8) }

  /// Returns the digits at an offset, or nil for none.
  private static func digits(in file: [UInt8], at start: Int) -> Range<Int>? {
    var end = start
    while end < file.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(file[end]) { end += 1 }
    return end > start ? start..<end : nil
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in Typesetter.printable(text) {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      // XML has no place for these two.
      case "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
      default: escaped.append(character)
      }
    }
    return escaped
  }
}
