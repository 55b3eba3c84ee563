internal import Language
internal import Shell

/// Shows values as text on standard error.
struct EprintCommand: Command {
  static let manual = Manual(
    name: "eprint",
    summary: "Print values to standard error.",
    examples: ["eprint \"careful\""]
  )

  @Expressions("The values.", count: 0...Int.max)
  var values: [Value]

  func run(in context: Context) throws(Diagnostic) {
    let line = values.map(\.printed).joined(separator: " ")
    context.emit(.text(line + "\n", .error))
  }
}
