internal import Language
internal import Shell

/// Shows values as text.
struct PrintCommand: Command {
  static let manual = Manual(
    name: "print",
    summary: "Print values, separated by blanks.",
    examples: ["print \"sum\", 1 + 2"]
  )

  @Expressions("The values.", count: 0...Int.max)
  var values: [Value]

  func run(in context: Context) throws(Diagnostic) {
    context.say(values.map(\.printed).joined(separator: " "))
  }
}
