extension Parser {
  /// Reads a primary with what is attached to it: calls, subscripts and members.
  ///
  /// In an expression a blank may stand before `(` and `[`, as in `f (x)`, if they follow something
  /// that has a name; between the values of a command it begins the next value.
  mutating func postfixOperand(attached: Bool = false) throws(ParseFault) -> Operand {
    var base = try primary()
    while true {
      switch token.kind {
      case .symbol(.leftParenthesis) where continues(base.expression, attached: attached):
        base = try call(base)
      case .symbol(.leftBracket) where continues(base.expression, attached: attached):
        base = try subscripted(base)
      case .symbol(.dot) where token.gap == .none:
        base = try member(base)
      case .float where token.gap == .none:
        throw parameterFault(behind: base.expression)
      default:
        return base
      }
    }
  }

  private func continues(_ base: Expression, attached: Bool) -> Bool {
    switch token.gap {
    case .none: return true
    case .newline: return false
    case .blank:
      guard !attached else { return false }
      switch base.kind {
      case .name, .call, .subscripted, .member: return true
      default: return false
      }
    }
  }

  private mutating func primary() throws(ParseFault) -> Operand {
    let range = token.range
    let kind: Expression.Kind
    switch token.kind {
    case .integer(let magnitude):
      guard let value = Int(exactly: magnitude) else {
        throw fault(tooLarge(text(range)), at: range, kind: .value)
      }
      kind = .integer(value)
    case .float(let value): kind = .float(value)
    case .keyword(.true): kind = .bool(true)
    case .keyword(.false): kind = .bool(false)
    case .keyword(.nil): kind = .none
    case .keyword(.inf): kind = .float(.infinity)
    case .keyword(.nan): kind = .float(.nan)
    case .name: kind = name()
    case .quote(let form): return try string(form)
    case .symbol(.leftParenthesis): return try group()
    case .symbol(.leftBracket): return try list()
    default: throw unexpected("an expression", hint: expressionHint())
    }
    advance()
    return Operand(
      expression: Expression(kind, at: SourceRange(range.lowerBound, previousEnd)),
      height: 1
    )
  }

  private func expressionHint() -> String? {
    switch token.kind {
    case .symbol(.times) where lexer.bytes.prefix(token.range.lowerBound).last == UInt8(ascii: "*"):
      "a power is written with '^'"
    case .symbol(.exclamation): "write 'not'"
    case .keyword(let keyword): "'\(keyword.rawValue)' is a keyword"
    default: nil
    }
  }

  /// Returns the form of the name at the current token, which is made to span a parameter's name.
  private mutating func name() -> Expression.Kind {
    guard readsParameters, let end = lexer.endOfParameter(from: token.range.upperBound) else {
      return .name(Name(text(token.range)))
    }
    let range = SourceRange(token.range.lowerBound, end)
    token = Token(kind: .name, range: range, gap: token.gap)
    lexer.position = end
    return .parameter(text(range))
  }

  private func parameterFault(behind base: Expression) -> ParseFault {
    var end = token.range.upperBound
    while lexer.byte(at: end) == Ascii.dot || Ascii.isNamePart(lexer.byte(at: end)) { end += 1 }
    let full = text(SourceRange(base.range.lowerBound, end))
    let hint: String? =
      if case .name = base.kind { "a parameter is 'param(\"\(full)\")'" } else { nil }
    return fault("unexpected '\(text(token.range))'", at: token.range, hint: hint)
  }

  private mutating func group() throws(ParseFault) -> Operand {
    let start = token.range.lowerBound
    open()
    let inner = try nestedOperand()
    try close(with: .rightParenthesis)
    let range = SourceRange(start, previousEnd)
    return Operand(
      expression: Expression(inner.expression.kind, at: range),
      height: inner.height
    )
  }

  private mutating func list() throws(ParseFault) -> Operand {
    let start = token.range.lowerBound
    open()
    var elements: [Expression] = []
    var height = 0
    while !at(.rightBracket) {
      if !elements.isEmpty {
        guard at(.comma) else { throw unexpected("',' or ']'") }
        advance()
      }
      let element = try nestedOperand()
      elements.append(element.expression)
      height = max(height, element.height)
    }
    try close(with: .rightBracket)
    let range = SourceRange(start, previousEnd)
    return try raised(Expression(.list(elements), at: range), above: height)
  }

  private mutating func member(_ base: Operand) throws(ParseFault) -> Operand {
    advance()
    switch token.kind {
    case .name, .keyword: break
    default: throw unexpected("a name after '.'")
    }
    guard token.gap == .none else { throw unexpected("a name right after '.'") }
    let name = identifier(token)
    advance()
    let range = base.expression.range.extended(to: name.range)
    return try raised(Expression(.member(base.expression, name), at: range), above: base.height)
  }

  private mutating func call(_ callee: Operand) throws(ParseFault) -> Operand {
    open()
    var arguments: [CallArgument] = []
    var height = callee.height
    while !at(.rightParenthesis) {
      if !arguments.isEmpty {
        guard at(.comma) else { throw unexpected("',' or ')'") }
        advance()
      }
      let label = try label(after: arguments)
      let value = try nestedOperand()
      arguments.append(CallArgument(label: label, value: value.expression))
      height = max(height, value.height)
    }
    try close(with: .rightParenthesis)
    let range = SourceRange(callee.expression.range.lowerBound, previousEnd)
    return try raised(
      Expression(.call(callee.expression, arguments), at: range),
      above: height
    )
  }

  /// Reads `NAME =` before an argument, if it is there.
  private mutating func label(after arguments: [CallArgument]) throws(ParseFault) -> Identifier? {
    guard token.kind == .name, peek().kind == .symbol(.assign) else {
      guard arguments.last?.label == nil else {
        throw fault("an argument without a name cannot follow one with a name", at: token.range)
      }
      return nil
    }
    let label = identifier(token)
    if arguments.contains(where: { $0.label?.name == label.name }) {
      report(.syntax, "the argument '\(label.name.text)' is given twice", at: label.range)
    }
    advance()
    advance()
    return label
  }

  private mutating func subscripted(_ base: Operand) throws(ParseFault) -> Operand {
    open()
    var indices: [Subscript] = []
    var height = base.height
    repeat {
      if !indices.isEmpty { advance() }
      let (index, top) = try index()
      indices.append(index)
      height = max(height, top)
    } while at(.comma)
    guard at(.rightBracket) else { throw unexpected("',' or ']'") }
    try close(with: .rightBracket)
    let range = SourceRange(base.expression.range.lowerBound, previousEnd)
    return try raised(
      Expression(.subscripted(base.expression, indices), at: range),
      above: height
    )
  }

  /// Reads an index or a slice, with the height of the highest expression in it.
  private mutating func index() throws(ParseFault) -> (Subscript, Int) {
    let start = token.range
    let lower = at(.colon) ? nil : try nestedOperand()
    guard at(.colon) else {
      guard let lower else { throw unexpected("an index") }
      return (.index(lower.expression), lower.height)
    }
    advance()
    let upper = try sliceEnd()
    var step: Operand?
    if at(.colon) {
      advance()
      step = try sliceEnd()
    }
    let range = SourceRange(start.lowerBound, previousEnd)
    let height = [lower, upper, step].map { $0?.height ?? 0 }.max() ?? 0
    return (
      .slice(
        lower: lower?.expression,
        upper: upper?.expression,
        step: step?.expression,
        range: range
      ),
      height
    )
  }

  private mutating func sliceEnd() throws(ParseFault) -> Operand? {
    at(.colon) || at(.comma) || at(.rightBracket) ? nil : try nestedOperand()
  }
}
