internal import ArgumentParser

/// The command line of an export.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aerepl export",
    abstract: "Write a notebook as a script, or a script as a notebook, without a loss.",
    discussion: "Cells begin with a line '#%%'. The endings, .ipynb and .ae, say which is which."
  )

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write.", valueName: "out")
  )
  var output: String

  @Argument(help: ArgumentHelp("The file to read.", valueName: "in"))
  var input: String
}
