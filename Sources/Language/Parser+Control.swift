extension Parser {
  /// Reads `let NAME = value`.
  mutating func binding() throws(ParseFault) -> Statement.Kind {
    advance()
    let name = try newName("a name after 'let'")
    guard at(.assign) else { throw unexpected("'='") }
    advance()
    return .binding(name, try expression())
  }

  /// Reads `if … { … } else if … { … } else { … }`.
  mutating func conditional() throws(ParseFault) -> Statement.Kind {
    advance()
    var branches = [Branch(condition: try expression(), body: try block())]
    while at(.else) {
      advance()
      guard at(.if) else { return .conditional(branches, otherwise: try block()) }
      advance()
      branches.append(Branch(condition: try expression(), body: try block()))
    }
    return .conditional(branches, otherwise: nil)
  }

  /// Reads `for NAME in values { … }`.
  mutating func iteration() throws(ParseFault) -> Statement.Kind {
    advance()
    let name = try newName("a name after 'for'")
    guard at(.in) else { throw unexpected("'in'") }
    advance()
    let values = try expression()
    return .iteration(name, values, try loopBody())
  }

  /// Reads `while condition { … }`.
  mutating func loop() throws(ParseFault) -> Statement.Kind {
    advance()
    let condition = try expression()
    return .loop(condition, try loopBody())
  }

  /// Reads `func NAME(…) { … }`.
  mutating func function() throws(ParseFault) -> Statement.Kind {
    advance()
    let name = try newName("a name after 'func'")
    let parameters = try parameters()
    let outerLoops = loopDepth
    loopDepth = 0
    functionDepth += 1
    let body = try block()
    functionDepth -= 1
    loopDepth = outerLoops
    return .function(
      FunctionDeclaration(identifier: name, parameters: parameters, body: body, source: source)
    )
  }

  /// Reads `return [value]`.
  mutating func returning() throws(ParseFault) -> Statement.Kind {
    if functionDepth == 0, orphanedBraces == 0 {
      report(.syntax, "'return' outside a function", at: token.range)
    }
    advance()
    return .returning(isAtStatementEnd ? nil : try expression())
  }

  /// Reads `break` or `continue`.
  mutating func leaving(_ keyword: Keyword) -> Statement.Kind {
    if loopDepth == 0, orphanedBraces == 0 {
      report(.syntax, "'\(keyword.rawValue)' outside a loop", at: token.range)
    }
    advance()
    return keyword == .break ? .breaking : .continuing
  }

  /// Reads `try { … } catch [NAME] { … }`.
  mutating func attempt() throws(ParseFault) -> Statement.Kind {
    advance()
    let body = try block()
    guard at(.catch) else {
      throw unexpected("'catch'", hint: "'catch' follows the '}' of its 'try' on the same line")
    }
    advance()
    let name = at(.leftBrace) ? nil : try newName("a name or '{' after 'catch'")
    return .attempt(body, name, handler: try block())
  }

  /// Reads a name that is to be bound, which can be neither a keyword nor a command.
  private mutating func newName(_ expected: String) throws(ParseFault) -> Identifier {
    if case .keyword(let keyword) = token.kind {
      throw fault("'\(keyword.rawValue)' is a keyword", at: token.range, hint: "use another name")
    }
    guard token.kind == .name else { throw unexpected(expected) }
    let name = identifier(token)
    if name.name == "_" {
      throw fault("'_' is the last value and cannot be bound", at: token.range)
    }
    if shape(of: name.name) != nil { report(commandFault(name)) }
    bound.insert(name.name)
    advance()
    return name
  }

  /// Returns the fault of a command used as a variable.
  func commandFault(_ name: Identifier) -> ParseFault {
    fault("'\(name.name.text)' is a command", at: name.range, kind: .name, hint: "use another name")
  }

  private mutating func report(_ fault: ParseFault) {
    guard diagnostics.count < Limits.diagnostics else { return }
    diagnostics.append(fault.diagnostic)
  }

  private mutating func loopBody() throws(ParseFault) -> [Statement] {
    loopDepth += 1
    let body = try block()
    loopDepth -= 1
    return body
  }

  private mutating func parameters() throws(ParseFault) -> [FunctionDeclaration.Parameter] {
    guard at(.leftParenthesis) else { throw unexpected("'('") }
    open()
    var result: [FunctionDeclaration.Parameter] = []
    while !at(.rightParenthesis) {
      if !result.isEmpty {
        guard at(.comma) else { throw unexpected("',' or ')'") }
        advance()
      }
      let name = try newName("a parameter's name")
      if result.contains(where: { $0.identifier.name == name.name }) {
        report(.syntax, "the parameter '\(name.name.text)' is there twice", at: name.range)
      }
      guard at(.assign) else {
        result.append(.init(identifier: name, fallback: nil))
        continue
      }
      advance()
      result.append(.init(identifier: name, fallback: try expression()))
    }
    try close(with: .rightParenthesis)
    return result
  }
}
