internal import Language

/// Finds what could stand at a place of a text.
struct Completer {
  let session: Session

  private var catalog: Catalog { session.catalog }

  /// Returns the candidates at an offset in code points; one beyond the end counts as the end.
  func completion(of text: String, at offset: Int) -> Completion {
    let scalars = Array(text.unicodeScalars)
    let end = min(max(offset, 0), scalars.count)
    let statement = Self.statementStart(in: scalars[..<end])
    let start = Self.wordStart(in: scalars[statement..<end])
    let prefix = Self.string(scalars[start..<end])
    let words = Self.string(scalars[statement..<start]).split(whereSeparator: \.isWhitespace)
    let candidates = candidates(for: prefix, after: words.map(String.init))
    let skipped = Self.optionLength(of: prefix)
    return Completion(start: start + skipped, end: end, candidates: candidates)
  }

  private func candidates(for prefix: String, after words: [String]) -> [Completion.Candidate] {
    guard let first = words.first else {
      return matching(prefix, commands + Self.keywords + names)
    }
    guard let command = catalog.description(of: first) else { return matching(prefix, names) }
    if case .statement = command.style {
      return candidates(for: prefix, after: Array(words.dropFirst()))
    }
    if first == "help" { return matching(prefix, commands + names) }
    let variant = words.dropFirst().lazy.compactMap(command.variant).first
    let parameters =
      command.options + command.arguments + (variant?.options ?? command.expressionOptions)
    if Self.optionLength(of: prefix) > 0 {
      let parts = prefix.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let parameter = parameters.first(where: { $0.name == parts[0] }) else { return [] }
      return matching(String(parts[1]), values(of: parameter))
    }
    return matching(prefix, arguments(of: command, variant, after: words))
  }

  private func arguments(
    of command: CommandDescription,
    _ variant: CommandDescription?,
    after words: [String]
  ) -> [Completion.Candidate] {
    let active = variant ?? command
    var candidates = (active.options + active.expressionOptions).map {
      Completion.Candidate($0.name + "=", kind: .option, summary: $0.summary)
    }
    if variant == nil {
      candidates += command.variants.map {
        Completion.Candidate($0.manual.name, kind: .choice, summary: $0.manual.summary)
      }
    }
    if let next = active.arguments.first { candidates += values(of: next) }
    if case .expressions = active.style { candidates += names + parameters }
    return candidates
  }

  private func values(of parameter: CommandDescription.Parameter) -> [Completion.Candidate] {
    switch parameter.kind {
    case .choice(let choices): choices.map { Completion.Candidate($0, kind: .choice) }
    case .flag: ["true", "false"].map { Completion.Candidate($0, kind: .choice) }
    case .integer, .number, .list, .expression: names
    case .word, .path: []
    }
  }

  private var commands: [Completion.Candidate] {
    catalog.commands.map {
      Completion.Candidate($0.manual.name, kind: .command, summary: $0.manual.summary)
    }
  }

  private var names: [Completion.Candidate] {
    session.variables.map { Completion.Candidate($0.name.text, kind: .variable) }
      + catalog.functions.map {
        Completion.Candidate($0.name.text, kind: .function, summary: $0.summary)
      }
      + catalog.variables.map {
        Completion.Candidate($0.name.text, kind: .variable, summary: $0.summary)
      }
  }

  private var parameters: [Completion.Candidate] {
    catalog.parameterNames(session).map { Completion.Candidate($0, kind: .parameter) }
  }

  private static let keywords = [
    "break", "catch", "continue", "else", "for", "func", "if", "let", "return", "try", "while",
  ].map { Completion.Candidate($0, kind: .keyword) }

  private func matching(_ prefix: String, _ candidates: [Completion.Candidate])
    -> [Completion.Candidate]
  {
    candidates.filter { $0.text.utf8.starts(with: prefix.utf8) }.sorted { $0.text < $1.text }
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// The statement begins behind the last line end, `;` or brace that no string encloses.
  private static func statementStart(in scalars: ArraySlice<Unicode.Scalar>) -> Int {
    var start = scalars.startIndex
    var quote: Unicode.Scalar?
    for (index, scalar) in zip(scalars.indices, scalars) {
      if let open = quote {
        if scalar == open || scalar == "\n" { quote = nil }
      } else if scalar == "\"" || scalar == "'" {
        quote = scalar
      } else if ["\n", "\r", ";", "{", "}"].contains(scalar) {
        start = index + 1
      }
    }
    return start
  }

  /// The word begins behind the last blank, bracket, comma or operator.
  private static func wordStart(in scalars: ArraySlice<Unicode.Scalar>) -> Int {
    let separators: Set<Unicode.Scalar> = [" ", "\t", "(", ")", "[", "]", ",", "+", "*", "<", ">"]
    return scalars.lastIndex { separators.contains($0) }.map { $0 + 1 } ?? scalars.startIndex
  }

  /// The length of `name=` where a word is an option and its value.
  private static func optionLength(of word: String) -> Int {
    let scalars = Array(word.unicodeScalars)
    return scalars.firstIndex(of: "=").map { $0 + 1 } ?? 0
  }
}
