internal import Language
internal import Shell

/// Ends the session.
struct QuitCommand: Command {
  static let manual = Manual(
    name: "quit",
    summary: "End the session with an exit status.",
    examples: ["quit", "quit 1"],
    aliases: ["q"]
  )

  @Argument("The exit status.", .integer(0...255))
  var status = 0

  func run(in context: Context) throws(Diagnostic) { context.quit(status) }
}
