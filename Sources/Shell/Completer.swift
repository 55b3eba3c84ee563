internal import Language

/// Finds what could stand at a place of a text.
struct Completer {
  let snapshot: SessionSnapshot

  private var catalog: Catalog { snapshot.catalog }

  /// The directory that `~` stands for.
  private var home: String? { snapshot.home }

  /// Returns the candidates at an offset in code points; one beyond the end counts as the end.
  func completion(of text: String, at offset: Int) -> Completion {
    let scalars = Array(text.unicodeScalars)
    let end = min(max(offset, 0), scalars.count)
    let place = CompletionPlace(after: scalars[..<end])
    let found =
      switch place.surroundings {
      case .comment: Found(start: end)
      case .shell: paths(Word(in: scalars, place.wordStart, end), quote: nil)
      case .string(let start, let quote):
        inString(Word(in: scalars, start + 1, end), quote, place)
      case .code:
        inCode(
          Word(in: scalars, place.wordStart, end),
          Word(in: scalars, place.nameStart, end),
          place
        )
      }
    return Completion(start: found.start, end: end, candidates: found.candidates)
  }

  /// Returns how the function or the command at an offset is used, in two lines; nil for neither.
  func usage(of text: String, at offset: Int) -> String? {
    let scalars = Array(text.unicodeScalars)
    let end = min(max(offset, 0), scalars.count)
    let place = CompletionPlace(after: scalars[..<end])
    let word = Word(in: scalars, place.nameStart, end).text
    for callee in [word] + place.callees.reversed() {
      guard let function = catalog.function(named: Name(callee)) else { continue }
      return "\(function.signature)\n\(function.summary)\n"
    }
    guard let (command, words) = command(of: place.commandWords + [word]) else { return nil }
    let name = command.manual.name
    guard let variant = words.lazy.compactMap(command.variant).first else {
      return "\(Reference.usage(of: command, prefix: ""))\n\(command.manual.summary)\n"
    }
    return "\(Reference.usage(of: variant, prefix: name + " "))\n\(variant.manual.summary)\n"
  }

  /// What stands before the cursor of a word or a name, and where it begins.
  struct Word {
    let text: String
    let start: Int

    init(in scalars: [Unicode.Scalar], _ start: Int, _ end: Int) {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars[min(start, end)..<end])
      text = String(view)
      self.start = min(start, end)
    }

    /// The word behind its first `=`, with the name before that.
    var option: (name: String, value: Word)? {
      guard let equals = text.unicodeScalars.firstIndex(of: "=") else { return nil }
      let scalars = Array(text.unicodeScalars)
      let length = text.unicodeScalars.distance(from: text.startIndex, to: equals)
      var value = Word(in: scalars, length + 1, scalars.count)
      value = Word(text: value.text, start: start + length + 1)
      return (String(text[..<equals]), value)
    }

    private init(text: String, start: Int) {
      self.text = text
      self.start = start
    }
  }

  /// Candidates, and where they begin.
  struct Found {
    let start: Int
    var candidates: [Completion.Candidate] = []
  }

  /// Returns the command of a statement with the words behind it, what wraps it left out.
  private func command(of words: [String]) -> (CommandDescription, words: [String])? {
    guard let first = words.first, let command = catalog.description(of: first) else { return nil }
    let rest = Array(words.dropFirst())
    guard case .statement = command.style else { return (command, rest) }
    return rest.isEmpty ? nil : self.command(of: rest)
  }

  private func inCode(_ word: Word, _ name: Word, _ place: CompletionPlace) -> Found {
    if word.text.hasPrefix("?") { return found(name, commands + names) }
    let written = place.commandWords
    guard let (command, words) = command(of: written), place.isInCommand else {
      let candidates = { inStatement(name, written, place) }
      return fields(name, place) ?? Found(start: name.start, candidates: candidates())
    }
    guard command.manual.name != "help" else {
      let variants = words.first.flatMap(catalog.description).map(\.variants)
      return found(word, variants.map(choices) ?? commands + names)
    }
    let variant = words.lazy.compactMap(command.variant).first
    if let (option, value) = word.option {
      let active = variant.map { [$0] } ?? []
      let all =
        (active + [command]).flatMap { $0.options + $0.arguments }
        + (variant == nil ? command.expressionOptions : [])
      guard let parameter = all.first(where: { $0.name == option }) else {
        return found(name, names)
      }
      return self.values(of: parameter, value, name, place)
    }
    return arguments(of: command, variant, after: words, word, name, place)
  }

  /// Returns what may stand at a place that is no command's.
  private func inStatement(
    _ name: Word,
    _ words: [String],
    _ place: CompletionPlace
  ) -> [Completion.Candidate] {
    guard place.callees.isEmpty else {
      return matching(name.text, names + labels(of: place.callees.last ?? "") + keywords(of: name))
    }
    switch words.last {
    case nil where name.start == place.wordStart:
      return matching(name.text, commands + Self.keywords + names)
    case let word? where catalog.description(of: word)?.style == .statement:
      return matching(name.text, commands + Self.keywords + names)
    case _? where words.count == 2 && words[0] == "for":
      return matching(name.text, [Completion.Candidate("in", kind: .keyword)])
    case "let" where words.count == 1, "for" where words.count == 1, "func", "catch": return []
    default: return matching(name.text, names + keywords(of: name))
    }
  }

  private func inString(_ word: Word, _ quote: Unicode.Scalar, _ place: CompletionPlace) -> Found {
    if ["param", "grad", "activation"].contains(place.callees.last) {
      return found(word, parameters)
    }
    // A quoted text is a path where a command takes one, and where it looks like one.
    guard word.text.contains("/") || takesPath(place) else { return Found(start: word.start) }
    return paths(word, quote: quote)
  }

  private func takesPath(_ place: CompletionPlace) -> Bool {
    guard place.isInCommand, let (command, words) = command(of: place.commandWords) else {
      return false
    }
    let variant = words.lazy.compactMap(command.variant).first
    return [variant, command].compactMap(\.self).flatMap { $0.arguments + $0.options }
      .contains { $0.kind.isPath }
  }

  private func paths(_ word: Word, quote: Unicode.Scalar?) -> Found {
    let matches = PathCompletion(home: home).matches(of: word.text, quote: quote)
    return Found(
      start: word.start + (matches.first?.start ?? 0),
      candidates: matches.map { Completion.Candidate($0.text, kind: .path) }
    )
  }

  private func arguments(
    of command: CommandDescription,
    _ variant: CommandDescription?,
    after words: [String],
    _ word: Word,
    _ name: Word,
    _ place: CompletionPlace
  ) -> Found {
    let active = variant ?? command
    let given = words.filter { !$0.contains("=") && command.variant(named: $0) == nil }.count
    let next = given < active.arguments.count ? active.arguments[given] : active.repeating
    if let next, next.kind.isPath {
      let files = paths(word, quote: nil)
      if !files.candidates.isEmpty || word.text.contains("/") { return files }
    }
    if let fields = fields(name, place) { return fields }
    // An argument that may be missing may be given by name.
    let named = active.arguments.filter { !$0.isRequired && !$0.isRepeating }
    var candidates = (active.options + active.expressionOptions + named).map {
      Completion.Candidate($0.name + "=", kind: .option, summary: $0.summary)
    }
    if variant == nil, given == 0 { candidates += choices(of: command.variants) }
    if let next { candidates += values(of: next, word) }
    guard case .expressions = active.style else { return found(word, candidates) }
    // `weights encoder.0.w` is one word, `x+y` are two names.
    guard word.start == name.start else { return found(name, names) }
    return found(word, candidates + names + parameters)
  }

  private func values(
    of parameter: CommandDescription.Parameter,
    _ value: Word,
    _ name: Word,
    _ place: CompletionPlace
  ) -> Found {
    switch parameter.kind {
    case .path, .file: paths(value, quote: nil)
    case .choice, .flag, .word, .name: found(value, values(of: parameter, value))
    case .integer, .number, .list, .expression:
      fields(name, place) ?? found(name, values(of: parameter, name))
    }
  }

  private func choices(of variants: [CommandDescription]) -> [Completion.Candidate] {
    variants.map { Completion.Candidate($0.manual.name, kind: .choice, summary: $0.manual.summary) }
  }

  /// The parameters that a call may give by name.
  private func labels(of function: String) -> [Completion.Candidate] {
    let parameters = catalog.function(named: Name(function))?.parameters ?? []
    return parameters.filter { $0.fallback != nil }.map {
      Completion.Candidate($0.name + "=", kind: .option)
    }
  }

  /// The words of expressions, offered once their beginning is there.
  private func keywords(of name: Word) -> [Completion.Candidate] {
    guard !name.text.isEmpty else { return [] }
    return ["and", "false", "in", "inf", "nan", "nil", "not", "or", "true"].map {
      Completion.Candidate($0, kind: .keyword)
    }
  }

  private func found(_ word: Word, _ candidates: [Completion.Candidate]) -> Found {
    Found(start: word.start, candidates: matching(word.text, candidates))
  }

  private func values(
    of parameter: CommandDescription.Parameter,
    _ word: Word
  ) -> [Completion.Candidate] {
    switch parameter.kind {
    case .choice(let choices): choices.map { Completion.Candidate($0, kind: .choice) }
    case .flag: ["true", "false"].map { Completion.Candidate($0, kind: .choice) }
    // All functions there are would hide the options.
    case .integer, .number, .list, .expression: word.text.isEmpty ? variables : names
    case .name: variables
    case .word, .path, .file: []
    }
  }

  private var commands: [Completion.Candidate] {
    catalog.commands.map {
      Completion.Candidate($0.manual.name, kind: .command, summary: $0.manual.summary)
    }
  }

  private var variables: [Completion.Candidate] {
    snapshot.variables.map { Completion.Candidate($0.name.text, kind: .variable) }
  }

  private var names: [Completion.Candidate] {
    variables
      + catalog.functions.map {
        Completion.Candidate($0.name.text, kind: .function, summary: $0.summary)
      }
      + catalog.variables.map {
        Completion.Candidate($0.name.text, kind: .variable, summary: $0.summary)
      }
  }

  private var parameters: [Completion.Candidate] {
    snapshot.parameters.map { Completion.Candidate($0, kind: .parameter) }
  }

  private static let keywords = [
    "break", "catch", "continue", "else", "for", "func", "if", "let", "return", "try", "while",
  ].map { Completion.Candidate($0, kind: .keyword) }

  private func matching(_ prefix: String, _ candidates: [Completion.Candidate])
    -> [Completion.Candidate]
  {
    candidates.filter { $0.text.utf8.starts(with: prefix.utf8) }.sorted { $0.text < $1.text }
  }
}

extension CommandDescription {
  /// The parameter that takes all the values that follow, or nil.
  fileprivate var repeating: Parameter? {
    arguments.last.flatMap { $0.isRepeating ? $0 : nil }
  }
}
