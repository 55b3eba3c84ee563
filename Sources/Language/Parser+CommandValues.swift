extension Parser {
  /// Reads a value by position, a variant's word, or the expressions.
  mutating func value(_ draft: inout CommandDraft) throws(ParseFault) {
    if draft.expectsVariant, let (word, shape) = try variant(draft) {
      draft.take(word, shape)
      if case .expressions = shape.style { readsParameters = true }
      return consume(to: word.range.upperBound)
    }
    if let argument = draft.nextArgument {
      let value = try value(of: argument, draft)
      check(value, as: argument, of: draft)
      return draft.append(value, as: argument)
    }
    guard case .expressions = draft.shape.style else { throw surplusValue(draft) }
    guard draft.expressionCount == 0 else {
      token = lexer.next()
      throw unexpected("',' or the end of the statement", hint: at(.assign) ? "'==' compares" : nil)
    }
    try expressions(&draft)
  }

  /// Reads an option, whose name is known to be followed by `=`.
  mutating func option(_ name: Identifier, _ draft: inout CommandDraft) throws(ParseFault) {
    lexer.position = name.range.upperBound + 1
    guard !isAtDelimiter else { throw spacedOption(name, draft) }
    if draft.options.contains(where: { $0.name.name == name.name }) {
      report(.syntax, "the option '\(name.name.text)' is given twice", at: name.range)
    }
    guard let parameter = draft.option(named: name.name) else {
      reportUnknownOption(name, draft)
      let kind: ValueKind = lexer.endOfName(from: lexer.position) == nil ? .expression : .word
      _ = try value(of: ParameterShape(name: name.name.text, kind: kind), draft)
      return
    }
    let value = try value(of: parameter, draft)
    check(value, as: parameter, of: draft)
    draft.options.append(CommandOption(name: name, value: value))
  }

  /// Returns the name of an option that is wrongly set off from its `=` by blanks.
  func spacedOptionName(_ draft: CommandDraft) -> Identifier? {
    guard let end = lexer.endOfName(from: lexer.position) else { return nil }
    var ahead = lexer
    ahead.position = end
    ahead.skipBlanks()
    guard isAssignment(at: ahead.position) else { return nil }
    let range = SourceRange(lexer.position, end)
    let name = Identifier(Name(text(range)), at: range)
    // Where an expression may stand, `x = 1` is more likely a comparison gone wrong.
    if case .expressions = draft.shape.style, draft.option(named: name.name) == nil { return nil }
    return name
  }

  /// Reads a value in the way that its kind asks for.
  private mutating func value(
    of parameter: ParameterShape,
    _ draft: CommandDraft
  ) throws(ParseFault) -> CommandValue {
    switch byte {
    case Ascii.doubleQuote, Ascii.singleQuote, Ascii.leftParenthesis: break
    default:
      guard parameter.kind.isWord else { break }
      let range = wordRange(draft)
      guard range.lowerBound < range.upperBound else {
        throw touching("\(parameter.name), \(parameter.kind.expectation)", draft)
      }
      consume(to: range.upperBound)
      return .word(text(range), range)
    }
    token = lexer.next()
    let expression = try literalOrPrimary(parameter, draft)
    lexer.position = previousEnd
    return .expression(expression)
  }

  /// Reads a signed literal or a primary with what is attached to it.
  private mutating func literalOrPrimary(
    _ parameter: ParameterShape,
    _ draft: CommandDraft
  ) throws(ParseFault) -> Expression {
    let start = token.range
    let next = peek()
    let isSigned = at(.minus) && next.gap == .none
    let literal = isSigned ? next : token
    if isTooLarge(literal, isNegative: isSigned) {
      let range = start.extended(to: literal.range)
      throw mismatch(text(range), parameter, draft, .value, at: range)
    }
    if case .symbol(let symbol) = token.kind, !isSigned, symbol != .leftParenthesis,
      symbol != .leftBracket
    {
      throw operatorFault(draft)
    }
    guard isSigned else { return try postfixOperand(attached: true).expression }
    if next.kind == .integer(UInt64(Int.min.magnitude)) {
      advance()
      advance()
      return Expression(.integer(.min), at: start.extended(to: literal.range))
    }
    advance()
    let operand = try postfixOperand(attached: true)
    let range = start.extended(to: operand.expression.range)
    return try raised(
      Expression(.unary(.minus, operand.expression), at: range),
      above: operand.height
    ).expression
  }

  private func isTooLarge(_ token: Token, isNegative: Bool) -> Bool {
    switch token.kind {
    case .invalid(.numberTooLarge): true
    case .integer(let value): value > UInt64(Int.max) + (isNegative ? 1 : 0)
    default: false
    }
  }

  /// Reads whole expressions, separated by commas, up to an option or the end.
  private mutating func expressions(_ draft: inout CommandDraft) throws(ParseFault) {
    let isParenthesised = draft.isParenthesised
    repeat {
      token = lexer.next(skippingNewlines: isParenthesised)
      draft.append(try expression())
      guard at(.comma) else { break }
      var ahead = lexer
      ahead.skipBlanks(andNewlines: isParenthesised)
      // The comma before an option is the separator's, which only parentheses allow.
      guard optionName(at: ahead.position) == nil else { break }
    } while true
    lexer.position = previousEnd
  }

  /// Returns the variant whose word stands here.
  ///
  /// In a command without expressions any other word is an error.
  private func variant(
    _ draft: CommandDraft
  ) throws(ParseFault) -> (Identifier, CommandShape)? {
    let range = wordRange(draft)
    var word = text(range)
    if let shape = draft.shape.variants[word] { return (Identifier(Name(word), at: range), shape) }
    if case .expressions = draft.shape.style { return nil }
    guard draft.nextArgument == nil else { return nil }
    // A word may stand in quotes, as the words of other parameters may.
    if let quote = word.first, quote == "\"" || quote == "'", word.count > 2, word.last == quote {
      word = String(word.dropFirst().dropLast())
    }
    if let shape = draft.shape.variants[word] { return (Identifier(Name(word), at: range), shape) }
    throw unknownVariant(Identifier(Name(word), at: range), draft)
  }
}
