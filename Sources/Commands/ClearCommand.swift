internal import Language
internal import Shell

/// Wipes what was shown.
struct ClearCommand: Command {
  static let manual = Manual(
    name: "clear",
    summary: "Clear the screen, or a cell's output.",
    examples: ["clear"]
  )

  func run(in context: Context) throws(Diagnostic) { context.emit(.clear) }
}
