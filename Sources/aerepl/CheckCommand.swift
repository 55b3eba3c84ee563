internal import ArgumentParser
internal import Terminal

/// The command line of a check.
struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aerepl check",
    abstract: "Check scripts: syntax, names, options, kinds and arguments. Nothing runs.",
    usage: "aerepl check [<options>] FILE.ae..."
  )

  @Option(help: "Colour diagnostics: auto, always or never.")
  var color = ColorChoice.auto

  @Argument(help: ArgumentHelp("The scripts; '-' is standard input.", valueName: "file"))
  var files: [String]
}
