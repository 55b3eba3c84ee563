/// Finds what a check tells beside the errors that keep a script from running.
///
/// It looks at the whole script at once, by names: what it reports is sure, but it does not find all.
public struct Linter {
  /// A call of a function by its name.
  private struct Call {
    let name: Name
    let range: SourceRange
    let arguments: [CallArgument]
  }

  private let source: SourceText
  private let vocabulary: any Vocabulary
  private var readNames: Set<Name> = []
  private var bindingCounts: [Name: Int] = [:]
  private var functions: [Name: FunctionDeclaration] = [:]
  private var calls: [Call] = []
  private var bindsUnseenNames = false

  /// How many `try` blocks are around the place that is looked at.
  private var tryDepth = 0

  /// Returns variables of the script that nothing reads, as warnings, and calls of its functions
  /// that cannot work, as errors, by position.
  public static func lint(_ script: Script, vocabulary: any Vocabulary) -> [Diagnostic] {
    var linter = Linter(script.source, vocabulary)
    linter.visit(script.statements)
    // A script that is run here may use, or replace, any name.
    guard !linter.bindsUnseenNames else { return [] }
    let found = linter.unusedVariables(of: script.statements) + linter.impossibleCalls
    return found.sorted { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }
  }

  private init(_ source: SourceText, _ vocabulary: any Vocabulary) {
    self.source = source
    self.vocabulary = vocabulary
  }

  private func unusedVariables(of statements: [Statement]) -> [Diagnostic] {
    let isDefinition = { (statement: Statement) in
      switch statement.kind {
      case .binding, .function: true
      default: false
      }
    }
    // A script of definitions alone is meant for those that source it.
    guard !statements.allSatisfy(isDefinition) else { return [] }
    var reported: Set<Name> = []
    return statements.compactMap { statement in
      guard case .binding(let name, _) = statement.kind, !name.name.text.hasPrefix("_"),
        !readNames.contains(name.name), reported.insert(name.name).inserted
      else { return nil }
      let message = "the variable '\(name.name.text)' is never used"
      var warning = Diagnostic(.name, message, at: name.range, in: source)
      warning.severity = .warning
      return warning
    }
  }

  private var impossibleCalls: [Diagnostic] {
    calls.compactMap { call in
      // A name that is bound twice may stand for another function.
      guard bindingCounts[call.name] == 1, let function = functions[call.name],
        let message = Self.fault(of: call.arguments, in: function)
      else { return nil }
      return Diagnostic(.type, message, at: call.range, in: source)
    }
  }

  private static func fault(
    of arguments: [CallArgument],
    in function: FunctionDeclaration
  ) -> String? {
    let name = function.identifier.name.text
    let parameters = function.parameters
    for label in arguments.compactMap(\.label)
    where !parameters.contains(where: { $0.identifier.name == label.name }) {
      return "\(name) has no parameter '\(label.name.text)'"
    }
    let positional = arguments.count { $0.label == nil }
    let required = parameters.count { $0.fallback == nil }
    guard positional > parameters.count || arguments.count < required else { return nil }
    let counts = required...parameters.count
    return "\(name) takes \(Checker.described(counts)), found \(arguments.count)"
  }
}

extension Linter {
  private mutating func visit(_ statements: [Statement]) {
    for statement in statements { visit(statement) }
  }

  private mutating func visit(_ statement: Statement) {
    switch statement.kind {
    case .binding(let name, let value):
      bind(name)
      visit(value)
    case .assignment(let target, let operation, let value):
      if operation != nil || !target.subscripts.isEmpty { readNames.insert(target.variable.name) }
      // What is assigned may be another function.
      bindingCounts[target.variable.name, default: 0] += 1
      for index in target.subscripts.flatMap(\.self) { visit(index.parts) }
      visit(value)
    case .conditional(let branches, let otherwise):
      for branch in branches {
        visit(branch.condition)
        visit(branch.body)
      }
      visit(otherwise ?? [])
    case .iteration(let name, let values, let body):
      bind(name)
      visit(values)
      visit(body)
    case .loop(let condition, let body):
      visit(condition)
      visit(body)
    case .function(let declaration): visit(declaration)
    case .returning(let value): visit(value.map { [$0] } ?? [])
    case .attempt(let body, let name, let handler):
      tryDepth += 1
      visit(body)
      tryDepth -= 1
      if let name { bind(name) }
      visit(handler)
    case .command(let call): visit(call)
    case .expression(let value): visit(value)
    case .help(let topic): readNames.insert(topic.name)
    case .breaking, .continuing, .shell: break
    }
  }

  private mutating func visit(_ declaration: FunctionDeclaration) {
    bind(declaration.identifier)
    functions[declaration.identifier.name] = declaration
    for parameter in declaration.parameters {
      bind(parameter.identifier)
      visit(parameter.fallback.map { [$0] } ?? [])
    }
    visit(declaration.body)
  }

  private mutating func visit(_ call: CommandCall) {
    if vocabulary.command(named: call.name.name.text)?.bindsNames ?? false {
      bindsUnseenNames = true
    }
    for value in call.values + call.options.map(\.value) {
      switch value {
      // A word may name a variable, to read it or to bind it.
      case .word(let word, _):
        readNames.insert(Name(word))
        bindingCounts[Name(word), default: 0] += 1
      case .expression(let expression): visit(expression)
      }
    }
    visit(call.body)
  }

  private mutating func visit(_ expression: Expression) { visit([expression]) }

  private mutating func visit(_ expressions: [Expression]) {
    var pending = expressions
    while let next = pending.popLast() {
      if case .name(let name) = next.kind { readNames.insert(name) }
      if case .call(let callee, let arguments) = next.kind, case .name(let name) = callee.kind,
        tryDepth == 0
      {
        calls.append(Call(name: name, range: callee.range, arguments: arguments))
      }
      pending += next.parts
    }
  }

  private mutating func bind(_ identifier: Identifier) {
    bindingCounts[identifier.name, default: 0] += 1
  }
}

extension Expression {
  /// The expressions directly inside the expression.
  fileprivate var parts: [Expression] {
    switch kind {
    case .integer, .float, .bool, .string, .none, .parameter, .name: []
    case .template(let parts):
      parts.compactMap { if case .value(let value) = $0 { value } else { nil } }
    case .list(let elements): elements
    case .unary(_, let operand): [operand]
    case .binary(let left, _, let right, _), .range(let left, let right): [left, right]
    case .comparison(let first, let links): [first] + links.map(\.right)
    case .call(let callee, let arguments): [callee] + arguments.map(\.value)
    case .subscripted(let base, let indices): [base] + indices.flatMap(\.parts)
    case .member(let base, _): [base]
    }
  }
}

extension Subscript {
  fileprivate var parts: [Expression] {
    switch self {
    case .index(let index): [index]
    case .slice(let lower, let upper, let step, _): [lower, upper, step].compactMap(\.self)
    }
  }
}
