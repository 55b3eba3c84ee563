internal import Language
internal import Shell

/// Chooses how the session behaves towards its user.
struct SetCommand: Command {
  static let manual = Manual(
    name: "set",
    summary: "Choose how pictures are shown in a terminal, or print what is in force.",
    examples: ["set", "set images off"]
  )

  static let variants: [any Declaration.Type] = [SetImagesCommand.self]

  func run(in context: Context) throws(Diagnostic) { SetImagesCommand.report(in: context) }
}
