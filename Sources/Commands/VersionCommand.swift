internal import Language
internal import Shell

/// Says which aerepl this is.
struct VersionCommand: Command {
  static let manual = Manual(
    name: "version",
    summary: "Print the version and the licence.",
    examples: ["version"]
  )

  func run(in context: Context) throws(Diagnostic) { context.say(Version.text) }
}
