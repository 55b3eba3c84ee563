internal import Language
internal import Shell

/// Checks what a script relies on.
struct AssertCommand: Command {
  static let manual = Manual(
    name: "assert",
    summary: "Stop with an error unless a condition holds.",
    examples: ["assert 1 + 1 == 2, \"arithmetic is broken\""]
  )

  @Expressions("The condition, and the text of the error.", count: 1...2)
  var values: [Value]

  func run(in context: Context) throws(Diagnostic) {
    guard case .bool(let holds) = values[0] else {
      throw Diagnostic(.type, "'assert' needs a bool, not \(values[0].kindPhrase)")
    }
    guard !holds else { return }
    let message = values.count > 1 ? values[1].printed : "assertion failed"
    throw Diagnostic(.assertion, message)
  }
}
