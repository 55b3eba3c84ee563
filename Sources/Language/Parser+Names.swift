extension Parser {
  /// Reads a statement that begins with a name: a command, an assignment or an expression.
  mutating func namedStatement() throws(ParseFault) -> Statement.Kind {
    let word = identifier(token)
    let next = peek()
    if next.kind == .symbol(.question) {
      advance()
      advance()
      return .help(word)
    }
    if let shape = shape(of: word.name) {
      guard assignmentOperator(next) == nil else { throw commandFault(word) }
      return try command(shape)
    }
    // Whoever has made a variable of that name means the variable.
    if mode == .entry, statementDepth == 0, endsStatement(next), !isVariable(word.name),
      let canonical = vocabulary.command(forAlias: word.name.text),
      let shape = shape(of: Name(canonical))
    {
      return try command(shape)
    }
    if cannotContinueExpression(next) { throw unknownCommand(word) }
    return try expressionStatement()
  }

  private func isVariable(_ name: Name) -> Bool {
    bound.contains(name) || known?.contains(name) ?? false
  }

  /// Reads an expression, or an assignment to what it names.
  mutating func expressionStatement() throws(ParseFault) -> Statement.Kind {
    let value = try expression()
    guard let assignment = assignmentOperator(token) else { return .expression(value) }
    guard let target = target(value) else {
      throw fault(
        "only a variable or a part of it can be assigned",
        at: value.range,
        hint: assignment == .some(nil) ? "'==' compares" : nil
      )
    }
    advance()
    return .assignment(target, assignment, try expression())
  }

  /// Returns the operator of `=`, `+=` and so on; nil inside for `=`, nil outside for no assignment.
  private func assignmentOperator(_ token: Token) -> BinaryOperator?? {
    guard case .symbol(let symbol) = token.kind else { return nil }
    switch symbol {
    case .assign: return .some(nil)
    case .plusAssign: return .plus
    case .minusAssign: return .minus
    case .timesAssign: return .times
    case .divideAssign: return .divide
    default: return nil
    }
  }

  private func target(_ expression: Expression) -> Target? {
    var subscripts: [[Subscript]] = []
    var base = expression
    while case .subscripted(let inner, let indices) = base.kind {
      subscripts.append(indices)
      base = inner
    }
    // A name in parentheses is longer than its letters.
    guard case .name(let name) = base.kind, name != "_",
      base.range.upperBound - base.range.lowerBound == name.text.utf8.count
    else { return nil }
    return Target(
      variable: Identifier(name, at: base.range),
      subscripts: subscripts.reversed(),
      at: expression.range
    )
  }

  /// Returns whether a token behind a name and a blank shows that the name was meant as a command.
  private func cannotContinueExpression(_ token: Token) -> Bool {
    guard token.gap == .blank else { return false }
    switch token.kind {
    case .name, .integer, .float, .quote, .symbol(.leftBrace): return true
    case .keyword(let keyword): return keyword != .and && keyword != .or
    default: return false
    }
  }

  private func unknownCommand(_ word: Identifier) -> ParseFault {
    let written = word.name.text
    let hint: String?
    switch written {
    case "var", "const": hint = "'let NAME = VALUE' makes a variable"
    case "def", "fn", "function": hint = "'func NAME(…) { … }' declares a function"
    default:
      let keywords = Keyword.allCases.map(\.rawValue)
      let closest = Suggestion.closest(to: written, among: vocabulary.commandNames + keywords)
      hint = closest.map { "did you mean '\($0)'?" }
    }
    return fault("unknown command '\(written)'", at: word.range, kind: .name, hint: hint)
  }
}
