internal import Language
internal import Shell

/// Explains commands and functions.
struct HelpCommand: Command {
  static let manual = Manual(
    name: "help",
    summary: "List all commands, or explain one of them or a function.",
    examples: ["help train", "help dataset digits"],
    aliases: ["h"]
  )

  @Arguments("A command, perhaps with its variant, a function or a variable.")
  var name: [String]

  func run(in context: Context) throws(Diagnostic) {
    try context.showHelp(for: name.joined(separator: " "))
  }
}
