internal import Language
internal import Tensors

/// Runs statements: the tree on one side, the session on the other.
///
/// A class, because commands and functions run statements of their own through the same evaluator.
final class Evaluator {
  /// The deepest nesting of function calls.
  static let maximumCallDepth = 1_000
  /// The deepest nesting of `source`.
  static let maximumSourceDepth = 64

  unowned let session: Session
  var scope: Scope
  var source = SourceText(name: "", "")
  var callDepth = 0
  private var sourceDepth = 0
  var stack = StackGuard(bytes: 0)

  init(session: Session) {
    self.session = session
    scope = session.globals
  }

  var catalog: Catalog { session.catalog }

  /// Runs statements of a text in the session's scope; returns the diagnostic it stopped at.
  func run(_ script: Script, keepsGoing: Bool) -> Diagnostic? {
    stack = StackGuard(bytes: session.options.stackBytes)
    scope = session.globals
    source = script.source
    callDepth = 0
    var first: Diagnostic?
    for statement in script.statements {
      do throws(Unwind) {
        _ = try run(statement)
      } catch .failure(let diagnostic) {
        session.host.receive(.diagnostic(diagnostic))
        first = first ?? diagnostic
        if !keepsGoing || diagnostic.kind == .interrupted { return first }
      } catch {
        return first
      }
    }
    return first
  }

  /// Runs the statement inside a command such as `time`.
  func run(body: [Statement], from text: SourceText) throws(Diagnostic) {
    try rethrowing { () throws(Unwind) in _ = try run(block: body) }
  }

  /// Runs a sourced text in the session's scope.
  func run(sourced text: SourceText, arguments: [String], calledFrom context: Context)
    throws(Diagnostic)
  {
    guard sourceDepth < Self.maximumSourceDepth else {
      throw Diagnostic(.limit, "recursion too deep: 'source' is nested \(sourceDepth) times")
    }
    let script: Script
    do throws(Diagnostic) {
      script = try session.parse(text, mode: .script)
    } catch {
      throw error.noting("sourced from here", in: context.source, at: context.range)
    }
    let outer = (scope, source)
    (scope, source) = (session.globals, text)
    sourceDepth += 1
    session.arguments.append(arguments)
    defer {
      (scope, source) = outer
      sourceDepth -= 1
      session.arguments.removeLast()
    }
    do throws(Diagnostic) {
      try rethrowing { () throws(Unwind) in
        for statement in script.statements { _ = try run(statement) }
      }
    } catch {
      throw error.noting("sourced from here", in: context.source, at: context.range)
    }
  }

  /// Turns a quit into a normal return: the evaluator that called the command goes on unwinding.
  private func rethrowing(_ body: () throws(Unwind) -> Void) throws(Diagnostic) {
    do throws(Unwind) { try body() } catch .failure(let diagnostic) { throw diagnostic } catch {}
  }

  /// Runs statements in a scope of their own.
  func run(block: [Statement]) throws(Unwind) -> Flow {
    try withScope(Scope(in: scope)) { () throws(Unwind) in try run(statements: block) }
  }

  func run(statements: [Statement]) throws(Unwind) -> Flow {
    for statement in statements {
      let flow = try run(statement)
      guard case .normal = flow else { return flow }
    }
    return .normal
  }

  /// Runs `body` with another innermost scope.
  func withScope<R>(_ inner: Scope, _ body: () throws(Unwind) -> R) throws(Unwind) -> R {
    let outer = scope
    scope = inner
    defer { scope = outer }
    return try body()
  }

  func run(_ statement: Statement) throws(Unwind) -> Flow {
    try checkLimits(at: statement.range)
    switch statement.kind {
    case .binding(let identifier, let expression):
      scope.declare(identifier.name, try evaluate(expression))
    case .assignment(let target, let operation, let expression):
      try assign(target, operation, expression)
    case .conditional(let branches, let otherwise):
      return try run(branches, otherwise)
    case .iteration(let identifier, let values, let body):
      return try iterate(identifier, over: values, body)
    case .loop(let condition, let body):
      return try loop(while: condition, body)
    case .function(let declaration):
      scope.declare(declaration.identifier.name, .function(.declared(declaration, scope)))
    case .returning(let expression):
      guard let expression else { return .returning(.none) }
      return .returning(try evaluate(expression))
    case .breaking: return .breaking
    case .continuing: return .continuing
    case .attempt(let body, let identifier, let handler):
      return try attempt(body, identifier, handler)
    case .command(let call): try run(call)
    case .expression(let expression):
      try show(try evaluate(expression), of: expression, isSilenced: statement.isSilenced)
    case .shell(let command): try runShell(command, at: statement.range)
    case .help(let identifier):
      try located(statement.range) { () throws(Diagnostic) in
        session.host.receive(.page(try Help(session: session).page(for: identifier.name.text)))
      }
    }
    return .normal
  }

  private func show(_ value: Value, of expression: Expression, isSilenced: Bool) throws(Unwind) {
    session.lastValue = value
    if case .none = value { return }
    if !isSilenced { session.host.receive(.value(value.literal)) }
  }

  private func run(_ branches: [Branch], _ otherwise: [Statement]?) throws(Unwind) -> Flow {
    for branch in branches where try condition(branch.condition, of: "if") {
      return try run(block: branch.body)
    }
    guard let otherwise else { return .normal }
    return try run(block: otherwise)
  }

  private func loop(while condition: Expression, _ body: [Statement]) throws(Unwind) -> Flow {
    while try self.condition(condition, of: "while") {
      switch try run(block: body) {
      case .normal, .continuing: try checkLimits(at: condition.range)
      case .breaking: return .normal
      case .returning(let value): return .returning(value)
      }
    }
    return .normal
  }

  private func iterate(_ identifier: Identifier, over values: Expression, _ body: [Statement])
    throws(Unwind) -> Flow
  {
    let sequence = try elements(of: try evaluate(values), at: values.range)
    for index in 0..<sequence.count {
      try checkLimits(at: identifier.range)
      let inner = Scope(in: scope)
      inner.declare(identifier.name, sequence.element(index))
      let flow = try withScope(inner) { () throws(Unwind) in try run(statements: body) }
      switch flow {
      case .normal, .continuing: continue
      case .breaking: return .normal
      case .returning(let value): return .returning(value)
      }
    }
    return .normal
  }

  private func condition(_ expression: Expression, of keyword: String) throws(Unwind) -> Bool {
    let value = try evaluate(expression)
    guard case .bool(let holds) = value else {
      throw failure(
        .type,
        "'\(keyword)' needs a bool, not \(value.kindPhrase)",
        at: expression.range,
        hint: "compare it with something, as in 'x != 0'"
      )
    }
    return holds
  }

  private func attempt(_ body: [Statement], _ identifier: Identifier?, _ handler: [Statement])
    throws(Unwind) -> Flow
  {
    let outer = (scope, source, callDepth)
    do throws(Unwind) {
      return try run(block: body)
    } catch .failure(let diagnostic) {
      (scope, source, callDepth) = outer
      // A handler sees an interruption but does not swallow it.
      if diagnostic.kind == .interrupted { session.interruption.reset() }
      let inner = Scope(in: scope)
      if let identifier { inner.declare(identifier.name, diagnostic.record) }
      let flow = try withScope(inner) { () throws(Unwind) in try run(statements: handler) }
      if diagnostic.kind == .interrupted { throw .failure(diagnostic) }
      return flow
    }
  }

  /// Throws where the user wants to stop or the stack is nearly used up.
  func checkLimits(at range: SourceRange) throws(Unwind) {
    if session.interruption.isRequested { throw failure(.interrupted, "interrupted", at: range) }
    if stack.isExhausted { throw failure(.limit, "recursion too deep", at: range) }
  }

  func failure(
    _ kind: Diagnostic.Kind,
    _ message: String,
    at range: SourceRange,
    hint: String? = nil
  ) -> Unwind {
    .failure(Diagnostic(kind, message, at: range, in: source, hint: hint))
  }

  /// Runs `body` and gives its diagnostic a place if it has none.
  func located<R>(_ range: SourceRange, _ body: () throws(Diagnostic) -> R) throws(Unwind) -> R {
    do throws(Diagnostic) {
      return try body()
    } catch {
      throw .failure(error.located(at: range, in: source))
    }
  }
}

extension Diagnostic {
  /// The record that a `catch` sees.
  fileprivate var record: Value {
    let line = range.flatMap { range in source.map { $0.position(of: range.lowerBound).line } }
    return .record(
      Record([
        ("kind", .string(kind.rawValue)),
        ("message", .string(message)),
        ("line", line.map(Value.integer) ?? .none),
      ])
    )
  }

  /// Returns the diagnostic with one more caller.
  func noting(_ message: String, in source: SourceText, at range: SourceRange) -> Diagnostic {
    var result = self
    result.notes.append(Note(message, in: source, at: range))
    return result
  }
}
