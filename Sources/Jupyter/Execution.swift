internal import Files
internal import Language

/// One execute request on its way to a reply.
struct Execution: Sendable {
  /// The request.
  let request: Message

  /// What is to be run.
  let code: String

  /// Whether nobody is to see anything of it.
  let isSilent: Bool

  /// Whether it counts and is kept in the history.
  let isStored: Bool

  /// Whether requests that wait are dropped if it fails.
  let stopsOnError: Bool

  /// Whether the client can be asked for input.
  let allowsInput: Bool

  /// Expressions to evaluate afterwards, with their names.
  let userExpressions: [JSONObject.Member]

  /// The number of the cell.
  var count = 0

  /// Creates an execution, or returns nil where the request says no code.
  init?(_ request: Message) {
    guard let code = request.content["code"]?.string else { return nil }
    self.request = request
    self.code = code
    isSilent = request.content["silent"]?.bool ?? false
    let isBlank = code.unicodeScalars.allSatisfy(\.properties.isWhitespace)
    isStored = !isSilent && !isBlank && (request.content["store_history"]?.bool ?? true)
    stopsOnError = request.content["stop_on_error"]?.bool ?? true
    allowsInput = request.content["allow_stdin"]?.bool ?? false
    userExpressions = request.content["user_expressions"]?.members ?? []
  }

  /// The cell as a text with a name.
  var source: SourceText { SourceText(name: "<cell \(count)>", code) }
}

extension Diagnostic {
  /// What a notebook shows of an error: its name, its message, and lines with place and caret.
  func errorContent(beside others: [Diagnostic] = []) -> JSON {
    let text = ([self] + others).map { DiagnosticRenderer().render($0, styled: false) }.joined()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    return [
      "ename": .string(errorName), "evalue": .string(TerminalText.escaped(message)),
      "traceback": .array(lines.map { .string(String($0)) }),
    ]
  }

  /// The name of the error in a notebook, such as `SyntaxError`.
  var errorName: String {
    if kind == .interrupted { return "Interrupted" }
    return kind.rawValue.prefix(1).uppercased() + kind.rawValue.dropFirst() + "Error"
  }
}
