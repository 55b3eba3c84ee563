internal import ArgumentParser
internal import Terminal

/// The command line of the formatter.
struct FormatCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aerepl format",
    abstract: "Write scripts in the canonical layout. Comments stay, the meaning too.",
    usage: "aerepl format [--in-place | --check] FILE.ae..."
  )

  @Flag(name: [.customShort("i"), .long], help: "Replace the files instead of printing them.")
  var inPlace = false

  @Flag(help: "Change nothing: list the files that are not in the layout, with status 1.")
  var check = false

  @Option(help: "Colour diagnostics: auto, always or never.")
  var color = ColorChoice.auto

  @Argument(help: ArgumentHelp("The scripts; '-' is standard input.", valueName: "file"))
  var files: [String]

  /// What is done with the result.
  var manner: ScriptFormatting.Manner {
    if check { return .check }
    return inPlace ? .replace : .print
  }

  func validate() throws {
    if inPlace, check {
      throw ValidationError("'--in-place' and '--check' exclude each other")
    }
    if inPlace, files.contains("-") {
      throw ValidationError("standard input cannot be replaced in place")
    }
  }
}
