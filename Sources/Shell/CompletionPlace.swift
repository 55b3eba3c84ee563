/// A place in an unfinished text: the statement around it and what has been opened before it.
struct CompletionPlace {
  /// What surrounds the place.
  enum Surroundings: Equatable {
    /// Code.
    case code
    /// A string that began at an offset with a quote.
    case string(start: Int, quote: Unicode.Scalar)
    /// A comment.
    case comment
    /// A line for the shell.
    case shell
  }

  /// A bracket or a string that is open.
  private enum Opening {
    case bracket(callee: String)
    case string(start: Int, quote: Unicode.Scalar, isBlock: Bool)
  }

  /// The text before the place.
  private let scalars: ArraySlice<Unicode.Scalar>

  /// What surrounds it.
  private(set) var surroundings = Surroundings.code

  /// The words of the statement that are finished, as they were written.
  private(set) var words: [String] = []

  /// Where the word at the place begins, up to a blank, a comma or an open bracket.
  private(set) var wordStart = 0

  /// The names before the brackets that are open, outermost first; empty for a bracket without one.
  var callees: [String] {
    openings.compactMap { if case .bracket(let callee) = $0 { callee } else { nil } }
  }

  /// The finished words of a command's statement, also where its values stand in parentheses.
  var commandWords: [String] {
    guard words.isEmpty, let first = callees.first, !first.isEmpty else { return words }
    return [first]
  }

  /// Whether values stand here, rather than an expression inside one of them.
  var isInCommand: Bool { callees.isEmpty || words.isEmpty && callees.count == 1 }

  /// Where the name at the place begins; a parameter's name has dots.
  var nameStart: Int {
    let isPart = { (scalar: Unicode.Scalar) in Self.isNamePart(scalar) || scalar == "." }
    return max(wordStart, scalars.lastIndex { !isPart($0) }.map { $0 + 1 } ?? 0)
  }

  /// The names that `catch` gives to errors anywhere before the place.
  var caughtNames: [String] {
    let words = scalars.split { !Self.isNamePart($0) }
    return zip(words, words.dropFirst()).compactMap { word, name in
      word.elementsEqual("catch".unicodeScalars) ? text(name.startIndex, name.endIndex) : nil
    }
  }

  private var openings: [Opening] = []
  private var index = 0

  /// Creates the place behind a text.
  init(after scalars: ArraySlice<Unicode.Scalar>) {
    self.scalars = scalars
    while index < scalars.endIndex {
      if case .string(_, let quote, let isBlock) = openings.last {
        stepInString(quote, isBlock)
      } else {
        stepInCode()
      }
    }
    if case .string(let start, let quote, _) = openings.last {
      surroundings = .string(start: start, quote: quote)
    }
  }

  /// Returns whether a code point may stand in a name.
  static func isNamePart(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
  }

  private mutating func stepInString(_ quote: Unicode.Scalar, _ isBlock: Bool) {
    let scalar = scalars[index]
    index += 1
    switch scalar {
    case "\\" where quote != "'":
      if next("(") { openings.append(.bracket(callee: "")) }
      if next("(") { wordStart = index + 1 }
      index += 1
    case quote where !isBlock: openings.removeLast()
    case quote where next(quote) && index + 1 < scalars.endIndex && scalars[index + 1] == quote:
      openings.removeLast()
      index += 2
    case "\n" where !isBlock, "\r" where !isBlock:
      openings.removeLast()
      index -= 1
    default: break
    }
  }

  private mutating func stepInCode() {
    let scalar = scalars[index]
    let isFirst = wordStart == index
    index += 1
    switch scalar {
    case "\"", "'":
      // Inside a word, such as a path, it is a letter like others.
      guard isFirst || !Self.isNamePart(scalars[index - 2]) else { return }
      openString(scalar)
    case "#" where isFirst: skipLine(as: .comment)
    case "!" where isFirst && words.isEmpty && openings.isEmpty: skipLine(as: .shell)
    case "(", "[": open()
    case ")", "]": if !openings.isEmpty { openings.removeLast() }
    case " ", "\t", ",": endWord()
    case "\n", "\r": if openings.isEmpty { endStatement() } else { wordStart = index }
    case ";", "{", "}": if openings.isEmpty { endStatement() }
    default: break
    }
  }

  private mutating func openString(_ quote: Unicode.Scalar) {
    let start = index - 1
    let isBlock =
      quote == "\"" && next(quote) && index + 1 < scalars.endIndex && scalars[index + 1] == quote
    if isBlock { index += 2 }
    openings.append(.string(start: start, quote: quote, isBlock: isBlock))
  }

  private mutating func open() {
    var start = index - 1
    while start > 0, Self.isNamePart(scalars[start - 1]) { start -= 1 }
    openings.append(.bracket(callee: text(start, index - 1)))
    wordStart = index
  }

  private mutating func endWord() {
    if openings.isEmpty, wordStart < index - 1 { words.append(text(wordStart, index - 1)) }
    wordStart = index
  }

  private mutating func endStatement() {
    words = []
    wordStart = index
  }

  private mutating func skipLine(as surroundings: Surroundings) {
    let end = scalars[index...].firstIndex { $0 == "\n" || $0 == "\r" }
    if end == nil { self.surroundings = surroundings }
    if surroundings == .shell, end == nil {
      wordStart = scalars.lastIndex { $0 == " " || $0 == "!" }.map { $0 + 1 } ?? wordStart
    }
    index = end ?? scalars.endIndex
  }

  private func next(_ scalar: Unicode.Scalar) -> Bool {
    index < scalars.endIndex && scalars[index] == scalar
  }

  private func text(_ start: Int, _ end: Int) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start..<end])
    return String(view)
  }
}
