public import Language

extension Session {
  /// Returns the value of a text that is one expression; nothing is printed and `_` stays.
  public func value(of source: SourceText) throws(Diagnostic) -> Value {
    let script = try parse(source, mode: .script)
    guard script.statements.count == 1, case .expression(let expression) = script.statements[0].kind
    else {
      throw Diagnostic(.syntax, "expected one expression", at: SourceRange(0, 0), in: source)
    }
    return try evaluator.value(of: expression, in: script)
  }
}

extension Evaluator {
  /// Returns the value of an expression in the session's scope.
  fileprivate func value(of expression: Expression, in script: Script) throws(Diagnostic) -> Value {
    stack = StackGuard(bytes: session.options.stackBytes)
    callDepth = 0
    do throws(Unwind) {
      let compiler = Compiler(self, source: script.source)
      let code = try compiler.code(expression)
      return try code(Frame(self, in: nil, count: compiler.layout.count))
    } catch {
      guard case .failure(let diagnostic) = error else {
        throw Diagnostic(.state, "the session is ending")
      }
      throw diagnostic
    }
  }
}
