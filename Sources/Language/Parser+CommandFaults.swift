extension Parser {
  /// Returns the fault that a value is followed by something that touches it.
  mutating func touching(_ expected: String, _ draft: CommandDraft) -> ParseFault {
    token = lexer.next()
    switch token.kind {
    case .symbol(.comma):
      if case .values = draft.shape.style, !draft.isParenthesised {
        let hint = "the values of \(draft.title) are separated by blanks"
        return unexpected(expected, hint: hint)
      }
    case .symbol where expected == "a blank": return operatorFault(draft)
    default: break
    }
    return unexpected(expected)
  }

  /// Returns the fault of an operator, at the current token, between values of a command.
  func operatorFault(_ draft: CommandDraft) -> ParseFault {
    let example = parenthesised(draft) ?? "\(draft.title) (1 + 2)"
    let hint = "a value with operators needs parentheses, as in '\(example)'"
    return fault("unexpected '\(text(token.range))'", at: token.range, hint: hint)
  }

  /// Returns the value that the current token touches, with what follows it, in parentheses.
  private func parenthesised(_ draft: CommandDraft) -> String? {
    let option = draft.options.last { $0.value.range.upperBound == token.range.lowerBound }
    let value = draft.values.last { $0.range.upperBound == token.range.lowerBound }
    guard let start = (option?.value ?? value)?.range.lowerBound else { return nil }
    var reader = self
    reader.lexer.position = start
    let written = text(reader.wordRange(draft))
    let opened = written.utf8.count { $0 == Ascii.leftParenthesis }
    let closed = written.utf8.count { $0 == Ascii.rightParenthesis }
    guard opened == closed else { return nil }
    return (option.map { "\($0.name.name.text)=" } ?? "") + "(\(written))"
  }

  /// Returns the fault of blanks around the `=` of an option.
  func spacedOption(_ name: Identifier, _ draft: CommandDraft) -> ParseFault {
    var ahead = lexer
    ahead.position = name.range.upperBound
    ahead.skipBlanks()
    ahead.position += 1
    ahead.skipBlanks()
    let start = ahead.position
    while !ahead.endsLine(at: ahead.position), !Ascii.isBlank(ahead.byte(at: ahead.position)) {
      ahead.position += 1
    }
    let value = text(SourceRange(start, ahead.position))
    let option = name.name.text
    guard !value.isEmpty else {
      return fault("the option '\(option)' has no value", at: name.range)
    }
    return fault(
      "no blanks stand around the '=' of an option",
      at: name.range,
      hint: "write '\(option)=\(value)'"
    )
  }

  /// Reports an option that the command does not have.
  mutating func reportUnknownOption(_ name: Identifier, _ draft: CommandDraft) {
    let word = name.name.text
    let names = draft.knownOptions.map(\.name)
    let owner = draft.shape.variants.keys.sorted().first { variant in
      draft.shape.variants[variant]?.options.contains { $0.name == word } ?? false
    }
    let hint: String?
    if let closest = Suggestion.closest(to: word, among: names) {
      hint = "did you mean '\(closest)'?"
    } else if let owner {
      hint = "'\(draft.title) \(owner)' has it"
    } else if draft.nextArgument?.kind.isWord ?? false {
      hint = "a word with '=' in it stands in quotes"
    } else if case .expressions = draft.shape.style, names.isEmpty {
      hint = "'==' compares"
    } else {
      hint = names.isEmpty ? nil : "its options are \(names.joined(separator: ", "))"
    }
    report(.name, "\(draft.title) has no option '\(word)'", at: name.range, hint: hint)
  }

  /// Returns the fault of a word that is none of a command's variants.
  func unknownVariant(_ word: Identifier, _ draft: CommandDraft) -> ParseFault {
    let names = draft.shape.variants.keys.sorted()
    let closest = Suggestion.closest(to: word.name.text, among: names)
    return fault(
      "unknown \(draft.name.name.text) '\(word.name.text)'",
      at: word.range,
      kind: .name,
      hint: closest.map { "did you mean '\($0)'?" } ?? "one of \(names.joined(separator: ", "))"
    )
  }

  /// Returns the fault of a value for which a command has no use.
  mutating func surplusValue(_ draft: CommandDraft) -> ParseFault {
    let word = wordRange(draft)
    token = lexer.next()
    if case .symbol(let symbol) = token.kind, symbol != .leftParenthesis, symbol != .leftBracket,
      symbol != .minus
    {
      return operatorFault(draft)
    }
    let range = word.lowerBound < word.upperBound ? word : token.range
    return fault(
      "\(draft.title) takes \(draft.shape.describedArguments), found another: '\(text(range))'",
      at: range,
      kind: .type
    )
  }

  /// Reports what a command lacks.
  mutating func checkCompleteness(of draft: CommandDraft) {
    let place = draft.name.range
    for option in draft.options where draft.namesByPosition.contains(option.name.name.text) {
      let name = option.name.name.text
      report(.syntax, "\(name) is given by position and as an option", at: option.name.range)
    }
    for argument in draft.missingArguments {
      let text = "\(draft.title) needs its \(argument.name), \(argument.kind.expectation)"
      report(.type, text, at: place)
    }
    for option in draft.missingOptions {
      let text = "\(draft.title) needs the option '\(option.name)', \(option.kind.expectation)"
      report(.type, text, at: place)
    }
    let variants = draft.shape.variants.keys.sorted().joined(separator: ", ")
    switch draft.shape.style {
    case .expressions(let counts) where !counts.contains(draft.expressionCount):
      let message =
        draft.expressionCount == 0 && !variants.isEmpty
        ? "\(draft.title) needs a value, or one of \(variants)"
        : "\(draft.title) takes \(described(counts)), found \(draft.expressionCount)"
      report(.type, message, at: place)
    case .values where !variants.isEmpty && !draft.shape.isVariantOptional:
      report(.type, "\(draft.title) needs one of \(variants)", at: place)
    default:
      for option in draft.idleOptions {
        let text = "\(draft.title) has no use for '\(option.name.name.text)' without values to draw"
        report(.name, text, at: option.name.range)
      }
    }
  }

  private func described(_ counts: ClosedRange<Int>) -> String {
    let (least, most) = (counts.lowerBound, counts.upperBound)
    func values(_ count: Int) -> String { count == 1 ? "1 value" : "\(count) values" }
    if least == most { return least == 0 ? "no values" : values(least) }
    if most == Int.max { return "at least \(values(least))" }
    if least == 0 { return "at most \(values(most))" }
    return most == least + 1 ? "\(least) or \(values(most))" : "\(least) to \(values(most))"
  }
}

extension CommandShape {
  /// The values by position, as messages show them.
  fileprivate var describedArguments: String {
    guard !arguments.isEmpty else { return "no values" }
    let names = arguments.map { "\($0.name) (\($0.kind.expectation))" }
    let count = arguments.count == 1 ? "1 value" : "\(arguments.count) values"
    return "\(count), \(names.joined(separator: ", "))"
  }
}
