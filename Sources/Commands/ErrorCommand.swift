internal import Language
internal import Shell

/// Raises an error of the user's own.
struct ErrorCommand: Command {
  static let manual = Manual(
    name: "error",
    summary: "Stop with an error of your own.",
    details: "In 'catch e' its kind is 'user'.",
    examples: ["try { error \"no data\" } catch e { print e.message }"]
  )

  @Expressions("The text.", count: 1...1)
  var values: [Value]

  func run(in context: Context) throws(Diagnostic) {
    throw Diagnostic(.user, values[0].printed)
  }
}
