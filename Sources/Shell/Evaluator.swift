internal import Language
internal import Tensors

/// Runs scripts, statement by statement.
///
/// A class, because commands and functions run statements of their own through the same evaluator.
final class Evaluator {
  /// The deepest nesting of function calls.
  static let maximumCallDepth = 1_000
  /// The deepest nesting of `source`.
  static let maximumSourceDepth = 64

  unowned let session: Session
  let interruption: Interruption
  var callDepth = 0
  private var sourceDepth = 0
  var stack = StackGuard(bytes: 0)

  init(session: Session) {
    self.session = session
    interruption = session.interruption
  }

  /// Runs statements of a text in the session's scope; returns the diagnostic it stopped at.
  func run(_ script: Script, keepsGoing: Bool) -> Diagnostic? {
    stack = StackGuard(bytes: session.options.stackBytes)
    callDepth = 0
    sourceDepth = 0
    var first: Diagnostic?
    for statement in script.statements {
      do throws(Unwind) {
        try run(statement, of: script.source)
      } catch {
        guard case .failure(let diagnostic) = error else { return first }
        session.host.receive(.diagnostic(diagnostic))
        first = first ?? diagnostic
        if !keepsGoing || diagnostic.kind == .interrupted { return first }
      }
    }
    return first
  }

  /// Runs a sourced text in the session's scope.
  func run(sourced text: SourceText, arguments: [String], calledFrom context: Context)
    throws(Diagnostic)
  {
    guard sourceDepth < Self.maximumSourceDepth else {
      throw Diagnostic(.limit, "recursion too deep: 'source' is nested \(sourceDepth) times")
    }
    sourceDepth += 1
    session.arguments.append(arguments)
    defer {
      sourceDepth -= 1
      session.arguments.removeLast()
    }
    do throws(Diagnostic) {
      let script = try session.parse(text, mode: .script)
      for statement in script.statements {
        // A script that leaves has left a mark, by which the command that called it leaves too.
        guard try finishes({ () throws(Unwind) in try run(statement, of: text) }) else { return }
      }
    } catch {
      throw error.noting("sourced from here", in: context.source, at: context.range)
    }
  }

  /// Runs a statement inside a command; returns false where the script wants to leave.
  func finishes(_ body: () throws(Unwind) -> Void) throws(Diagnostic) -> Bool {
    do throws(Unwind) {
      try body()
      return true
    } catch {
      guard case .failure(let diagnostic) = error else { return false }
      throw diagnostic
    }
  }

  /// Compiles and runs a statement that stands in no block.
  private func run(_ statement: Statement, of source: SourceText) throws(Unwind) {
    try checkLimits(at: Place(source: source, range: statement.range))
    let compiler = Compiler(self, source: source)
    let step = try compiler.step(statement)
    _ = try step(Frame(self, in: nil, count: compiler.layout.count))
  }

  /// Throws where the user wants to stop or the stack is nearly used up.
  func checkLimits(at place: Place) throws(Unwind) {
    try checkInterruption(at: place)
    try checkStack(at: place)
  }

  /// Throws where the user wants to stop.
  func checkInterruption(at place: Place) throws(Unwind) {
    if interruption.isRequested { throw place.failure(.interrupted, "interrupted") }
  }

  /// Throws where the user wants to stop and the value may be a tensor that was left half made.
  func checkCompletion(of value: Value, at place: Place) throws(Unwind) {
    if value.isTensor { try checkInterruption(at: place) }
  }

  /// Throws where the stack is nearly used up.
  func checkStack(at place: Place) throws(Unwind) {
    if stack.isExhausted { throw place.failure(.limit, "recursion too deep") }
  }
}

extension Diagnostic {
  /// Returns the diagnostic with one more caller.
  func noting(_ message: String, in source: SourceText, at range: SourceRange) -> Diagnostic {
    var result = self
    result.notes.append(Note(message, in: source, at: range))
    return result
  }
}
