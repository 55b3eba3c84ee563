/// Finds what cannot work in a script before any of it runs.
///
/// It reports only what is sure: a name is unknown if nothing that comes before it can have bound
/// it. Functions may use names that are bound after them.
public struct Checker {
  let source: SourceText
  let vocabulary: any Vocabulary
  let builtins: [Name: ClosedRange<Int>?]
  let known: Set<Name>

  /// The blocks and functions around the place that is looked at, outermost first.
  var scopes: [CheckerScope] = []

  /// The names that a command may have bound, such as that of `input`.
  var possibleNames: Set<Name> = []

  /// Where each name was bound first, whether or not it can be seen.
  var firstBindings: [Name: SourceRange] = [:]

  /// Whether any name may exist, because a command binds names that the text does not show.
  var isOpen = false

  /// What is wrong.
  var errors: [Diagnostic] = []

  /// The unknown names, with the words that a hint may offer beside the variables.
  var unknown: [Name: (index: Int, alternatives: [String])] = [:]

  private var warnings: [Diagnostic] = []
  private let functionsBindNames: Bool

  /// Returns what cannot work, by position; warnings only if asked for.
  ///
  /// - Parameters:
  ///   - script: The script.
  ///   - vocabulary: The commands and built-in names.
  ///   - known: The variables that exist already.
  ///   - possible: Names that parts of the text may bind which are not in the script.
  ///   - includingWarnings: Whether code that is never reached and variables that are never used
  ///     are reported too.
  /// - Returns: Errors and warnings in the order of the text.
  public static func check(
    _ script: Script,
    vocabulary: any Vocabulary,
    known: Set<Name>,
    possible: Set<Name> = [],
    includingWarnings: Bool = false
  ) -> [Diagnostic] {
    var checker = Checker(script, vocabulary: vocabulary, known: known)
    checker.possibleNames = possible
    checker.isOpen = possible.contains { name in
      vocabulary.command(named: name.text)?.bindsNames ?? false
    }
    checker.scopes = [CheckerScope()]
    checker.check(script.statements)
    checker.leaveScope()
    checker.addHints()
    let found = checker.errors + (includingWarnings ? checker.warnings : [])
    let order = found.indices.sorted {
      (found[$0].range?.lowerBound ?? 0, $0) < (found[$1].range?.lowerBound ?? 0, $1)
    }
    return order.map { found[$0] }
  }

  private init(_ script: Script, vocabulary: any Vocabulary, known: Set<Name>) {
    source = script.source
    self.vocabulary = vocabulary
    self.known = known
    builtins = vocabulary.builtins
    functionsBindNames = NameBindingSearch(vocabulary).isInFunction(of: script.statements)
  }
}

extension Checker {
  /// Checks statements of one block; returns whether they always leave it.
  @discardableResult
  mutating func check(_ statements: [Statement]) -> Bool {
    var leaves = false
    for (index, statement) in statements.enumerated() {
      guard check(statement), !leaves else { continue }
      leaves = true
      guard index + 1 < statements.count else { continue }
      warn("this is never reached", at: statements[index + 1].range)
    }
    return leaves
  }

  /// Checks a block with a scope of its own; returns whether it always leaves what is around it.
  mutating func checkBlock(_ statements: [Statement], binding names: [Identifier] = []) -> Bool {
    scopes.append(CheckerScope())
    for name in names { bind(name) }
    let leaves = check(statements)
    leaveScope()
    return leaves
  }

  /// Adds an error.
  mutating func report(
    _ kind: Diagnostic.Kind,
    _ message: String,
    at range: SourceRange,
    hint: String? = nil
  ) {
    guard errors.count < Limits.diagnostics else { return }
    errors.append(Diagnostic(kind, message, at: range, in: source, hint: hint))
  }

  /// Binds a name in the innermost scope.
  mutating func bind(_ identifier: Identifier, isWatched: Bool = false) {
    scopes[scopes.count - 1].bind(identifier, isWatched: isWatched)
    if firstBindings[identifier.name] == nil { firstBindings[identifier.name] = identifier.range }
  }

  private mutating func warn(_ message: String, at range: SourceRange) {
    var warning = Diagnostic(.name, message, at: range, in: source)
    warning.severity = .warning
    warnings.append(warning)
  }

  /// Checks the functions of the innermost scope, now that all its names are bound, and ends it.
  private mutating func leaveScope() {
    let functions = scopes[scopes.count - 1].functions
    for function in functions {
      for parameter in function.parameters {
        if let fallback = parameter.fallback { check(fallback) }
      }
      _ = checkBlock(function.body, binding: function.parameters.map(\.identifier))
    }
    let scope = scopes.removeLast()
    // What a whole script binds may be meant for the scripts that source it.
    guard !scopes.isEmpty else { return }
    for (name, range) in scope.unread where !name.text.hasPrefix("_") {
      warn("the variable '\(name.text)' is never used", at: range)
    }
  }

  /// Checks a statement; returns whether what follows it in its block is never reached.
  private mutating func check(_ statement: Statement) -> Bool {
    switch statement.kind {
    case .binding(let name, let value):
      check(value)
      bind(name, isWatched: true)
    case .assignment(let target, let operation, let value):
      checkAssignment(to: target, operation, value)
    case .conditional(let branches, let otherwise):
      return checkConditional(branches, otherwise)
    case .iteration(let name, let values, let body):
      check(values)
      _ = checkBlock(body, binding: [name])
    case .loop(let condition, let body):
      check(condition)
      _ = checkBlock(body)
    case .function(let declaration):
      bind(declaration.identifier)
      scopes[scopes.count - 1].functions.append(declaration)
      if functionsBindNames { isOpen = true }
    case .returning(let value):
      if let value { check(value) }
      return true
    case .breaking, .continuing:
      return true
    case .attempt(let body, let name, let handler):
      let leavesBody = checkBlock(body)
      return checkBlock(handler, binding: name.map { [$0] } ?? []) && leavesBody
    case .command(let call):
      check(call)
    case .expression(let value):
      checkStatement(value)
    case .shell, .help:
      break
    }
    return false
  }

  private mutating func checkConditional(
    _ branches: [Branch],
    _ otherwise: [Statement]?
  ) -> Bool {
    var leaves = true
    for branch in branches {
      check(branch.condition)
      leaves = checkBlock(branch.body) && leaves
    }
    guard let otherwise else { return false }
    return checkBlock(otherwise) && leaves
  }

  private mutating func checkAssignment(
    to target: Target,
    _ operation: BinaryOperator?,
    _ value: Expression
  ) {
    check(value)
    for indices in target.subscripts { check(indices) }
    let name = target.variable
    guard !isBound(name.name), !isOpen else {
      if operation != nil || !target.subscripts.isEmpty { _ = isVariable(name.name) }
      return
    }
    guard unknown[name.name] == nil else { return }
    guard builtins[name.name] == nil else {
      return report(
        .name,
        "'\(name.name.text)' is built in and cannot be assigned to",
        at: name.range,
        hint: "use 'let \(name.name.text) = …' to make a variable of that name"
      )
    }
    let shown = source.text(value.range)
    let isShort = shown.utf8.count <= 40 && !shown.utf8.contains { $0 < Ascii.space }
    let isPlain = operation == nil && target.subscripts.isEmpty && isShort
    let text = name.name.text
    report(
      .name,
      "unknown variable '\(text)'",
      at: name.range,
      hint: "use 'let \(text) = \(isPlain ? shown : "…")'"
    )
    possibleNames.insert(name.name)
  }
}

/// Looks for commands that bind names which the text does not show.
private struct NameBindingSearch {
  private let vocabulary: any Vocabulary

  init(_ vocabulary: any Vocabulary) { self.vocabulary = vocabulary }

  /// Returns whether a function among the statements runs such a command.
  func isInFunction(of statements: [Statement]) -> Bool {
    var pending = [(statements, false)]
    while let (block, isFunction) = pending.popLast() {
      for statement in block {
        if case .command(let call) = statement.kind, isFunction, bindsNames(call) { return true }
        let isInside =
          if case .function = statement.kind { true } else { isFunction }
        pending += statement.blocks.map { ($0, isInside) }
      }
    }
    return false
  }

  private func bindsNames(_ call: CommandCall) -> Bool {
    vocabulary.command(named: call.name.name.text)?.bindsNames ?? false
  }
}

extension Statement {
  /// The blocks inside the statement.
  fileprivate var blocks: [[Statement]] {
    switch kind {
    case .conditional(let branches, let otherwise):
      branches.map(\.body) + (otherwise.map { [$0] } ?? [])
    case .iteration(_, _, let body), .loop(_, let body): [body]
    case .function(let declaration): [declaration.body]
    case .attempt(let body, _, let handler): [body, handler]
    case .command(let call): [call.body]
    case .binding, .assignment, .returning, .breaking, .continuing, .expression, .shell, .help: []
    }
  }
}
