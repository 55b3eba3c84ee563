import Language

/// Writes trees compactly, so that tests can compare them.
enum Dump {
  static func script(_ script: Script) -> String { statements(script.statements) }

  static func statements(_ statements: [Statement]) -> String {
    statements.map { statement($0) }.joined(separator: " ")
  }

  static func statement(_ statement: Statement) -> String {
    let text = kind(statement.kind)
    return statement.isSilenced ? text + ";" : text
  }

  static func expression(_ expression: Expression) -> String {
    switch expression.kind {
    case .integer(let value): "\(value)"
    case .float(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .string(let text): "\"\(text)\""
    case .template(let parts): "`\(parts.map { part($0) }.joined())`"
    case .none: "nil"
    case .name(let name): name.text
    case .parameter(let name): "<\(name)>"
    case .list(let elements): "[\(elements.map { Self.expression($0) }.joined(separator: " "))]"
    case .unary(let operation, let operand): "(\(operation.rawValue) \(Self.expression(operand)))"
    case .binary(let left, let operation, let right, _):
      "(\(operation.rawValue) \(Self.expression(left)) \(Self.expression(right)))"
    case .comparison(let first, let links):
      "(cmp \(Self.expression(first))\(links.map { link($0) }.joined()))"
    case .range(let low, let high): "(.. \(Self.expression(low)) \(Self.expression(high)))"
    case .call(let callee, let arguments):
      "(call \(Self.expression(callee))\(arguments.map { argument($0) }.joined()))"
    case .subscripted(let base, let indices):
      "(at \(Self.expression(base))\(indices.map { " " + index($0) }.joined()))"
    case .member(let base, let name): "(. \(Self.expression(base)) \(name.name.text))"
    }
  }

  private static func kind(_ kind: Statement.Kind) -> String {
    switch kind {
    case .binding(let name, let value): "(let \(name.name.text) \(expression(value)))"
    case .assignment(let target, let operation, let value):
      "(\(operation?.rawValue ?? "")= \(Self.target(target)) \(expression(value)))"
    case .conditional(let branches, let otherwise):
      "(if\(branches.map { branch($0) }.joined())\(otherwise.map { " else \(block($0))" } ?? ""))"
    case .iteration(let name, let values, let body):
      "(for \(name.name.text) \(expression(values)) \(block(body)))"
    case .loop(let condition, let body): "(while \(expression(condition)) \(block(body)))"
    case .function(let declaration): function(declaration)
    case .returning(let value): value.map { "(return \(expression($0)))" } ?? "(return)"
    case .breaking: "(break)"
    case .continuing: "(continue)"
    case .attempt(let body, let name, let handler):
      "(try \(block(body)) \(name?.name.text ?? "") \(block(handler)))"
    case .command(let call): command(call)
    case .expression(let value): expression(value)
    case .shell(let command): "(!\(command))"
    case .help(let topic): "(? \(topic.name.text))"
    }
  }

  private static func command(_ call: CommandCall) -> String {
    let variant = call.variant.map { " @\($0.name.text)" } ?? ""
    let values = call.values.map { " " + value($0) }.joined()
    let options = call.options.map { " \($0.name.name.text)=\(value($0.value))" }.joined()
    let body = call.body.isEmpty ? "" : " " + block(call.body)
    return "<\(call.name.name.text)\(variant)\(values)\(options)\(body)>"
  }

  private static func function(_ declaration: FunctionDeclaration) -> String {
    let parameters = declaration.parameters.map { parameter in
      parameter.identifier.name.text + (parameter.fallback.map { "=\(expression($0))" } ?? "")
    }
    let list = parameters.joined(separator: " ")
    return "(func \(declaration.identifier.name.text) (\(list)) \(block(declaration.body)))"
  }

  private static func value(_ value: CommandValue) -> String {
    switch value {
    case .word(let word, _): "'\(word)'"
    case .expression(let value): expression(value)
    }
  }

  private static func target(_ target: Target) -> String {
    target.variable.name.text
      + target.subscripts.map { "[\($0.map { index($0) }.joined(separator: " "))]" }.joined()
  }

  private static func block(_ statements: [Statement]) -> String {
    "{\(Self.statements(statements))}"
  }

  private static func branch(_ branch: Branch) -> String {
    " \(expression(branch.condition)) \(block(branch.body))"
  }

  private static func part(_ part: TemplatePart) -> String {
    switch part {
    case .text(let text): text
    case .value(let value): "\\\(expression(value))"
    }
  }

  private static func link(_ link: ComparisonLink) -> String {
    " \(link.comparison.rawValue) \(expression(link.right))"
  }

  private static func argument(_ argument: CallArgument) -> String {
    " " + (argument.label.map { "\($0.name.text)=" } ?? "") + expression(argument.value)
  }

  private static func index(_ index: Subscript) -> String {
    switch index {
    case .index(let value): expression(value)
    case .slice(let lower, let upper, let step, _):
      "(\(slice(lower)):\(slice(upper)):\(slice(step)))"
    }
  }

  private static func slice(_ part: Expression?) -> String {
    part.map { expression($0) } ?? ""
  }
}

/// Shortcuts of the parser's tests.
enum Reading {
  /// Returns a text's tree, or what is wrong with it as `line:column kind message`.
  static func dump(_ text: String, mode: Parser.Mode = .script) -> String {
    dump(SourceText(name: "test.ae", text), mode: mode)
  }

  static func dump(_ source: SourceText, mode: Parser.Mode = .script) -> String {
    switch Parser.parse(source, vocabulary: TestVocabulary(), mode: mode) {
    case .complete(let script): Dump.script(script)
    case .incomplete(let indent, let diagnostic): "incomplete \(indent) \(brief(diagnostic))"
    case .invalid(let diagnostics): diagnostics.map { brief($0) }.joined(separator: "\n")
    }
  }

  /// Returns the diagnostics of a text, as a file.
  static func diagnostics(_ text: String) -> [Diagnostic] {
    diagnostics(SourceText(name: "test.ae", text))
  }

  static func diagnostics(_ source: SourceText) -> [Diagnostic] {
    switch Parser.parse(source, vocabulary: TestVocabulary()) {
    case .complete: []
    case .incomplete(_, let diagnostic): [diagnostic]
    case .invalid(let diagnostics): diagnostics
    }
  }

  /// Returns a diagnostic in one line, with its hint.
  static func brief(_ diagnostic: Diagnostic) -> String {
    let place = diagnostic.range.map { diagnostic.source?.position(of: $0.lowerBound) } ?? nil
    let position = place.map { "\($0.line):\($0.column)" } ?? "-"
    let severity = diagnostic.severity == .warning ? "warning " : ""
    let hint = diagnostic.hint.map { " (\($0))" } ?? ""
    return "\(position) \(severity)\(diagnostic.kind.rawValue): \(diagnostic.message)\(hint)"
  }
}
