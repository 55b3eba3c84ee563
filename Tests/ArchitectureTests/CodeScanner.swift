/// Blanks what is not code in Swift or C: comments, and what stands between quotes.
///
/// Line feeds stay, and each other byte becomes a blank, so that lines keep their numbers. Code
/// within a string's `\( )` is blanked as well.
struct CodeScanner {
  private let characters: [UInt8]
  private var index = 0
  private var code: [UInt8] = []

  private static let lineFeed = UInt8(ascii: "\n")
  private static let space = UInt8(ascii: " ")
  private static let hash = UInt8(ascii: "#")
  private static let quote = UInt8(ascii: "\"")

  /// The bytes that may begin something that is not code.
  private static let openers = Array("/#\"`".utf8)

  /// Returns the lines of a text with everything but code blanked.
  static func codeLines(of text: String) -> [Substring] {
    var scanner = CodeScanner(characters: Array(text.utf8))
    scanner.scan()
    return String(decoding: scanner.code, as: UTF8.self).split(
      separator: "\n",
      omittingEmptySubsequences: false
    )
  }

  private init(characters: [UInt8]) { self.characters = characters }

  private mutating func scan() {
    while index < characters.count {
      if !Self.openers.contains(characters[index]) {
        code.append(characters[index])
        index += 1
      } else if looksAt("//") {
        skip { $0.characters[$0.index] != Self.lineFeed }
      } else if looksAt("/*") {
        skipBlockComment()
      } else if let hashes = openingQuote() {
        skipString(hashes: hashes)
      } else if looksAt("`") {
        blank(1)
        skip { !$0.looksAt("`") && !$0.looksAt("\n") }
        blank(1)
      } else {
        code.append(characters[index])
        index += 1
      }
    }
  }

  /// Returns the number of `#` before a quote that opens here, or nil where none does.
  private func openingQuote() -> Int? {
    let hashes = characters[index...].prefix { $0 == Self.hash }.count
    let place = index + hashes
    return place < characters.count && characters[place] == Self.quote ? hashes : nil
  }

  private mutating func skipString(hashes: Int) {
    let fence = String(repeating: "#", count: hashes)
    blank(hashes)
    let quote = looksAt("\"\"\"") ? "\"\"\"" : "\""
    blank(quote.count)
    while index < characters.count, !looksAt(quote + fence) {
      if looksAt("\\" + fence + "(") {
        blank(hashes + 2)
        skipInterpolation()
      } else {
        blank(looksAt("\\" + fence) ? hashes + 2 : 1)
      }
    }
    blank(quote.count + hashes)
  }

  private mutating func skipInterpolation() {
    var depth = 1
    while index < characters.count, depth > 0 {
      if let hashes = openingQuote() {
        skipString(hashes: hashes)
      } else {
        if looksAt("(") { depth += 1 }
        if looksAt(")") { depth -= 1 }
        blank(1)
      }
    }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if looksAt("/*") {
        depth += 1
        blank(2)
      } else if looksAt("*/") {
        depth -= 1
        blank(2)
      } else {
        blank(1)
      }
    } while depth > 0 && index < characters.count
  }

  private mutating func skip(while condition: (CodeScanner) -> Bool) {
    while index < characters.count, condition(self) { blank(1) }
  }

  private mutating func blank(_ count: Int) {
    for _ in 0..<count where index < characters.count {
      code.append(characters[index] == Self.lineFeed ? Self.lineFeed : Self.space)
      index += 1
    }
  }

  private func looksAt(_ text: String) -> Bool { characters[index...].starts(with: text.utf8) }
}
