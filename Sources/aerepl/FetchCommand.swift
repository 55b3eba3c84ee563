internal import ArgumentParser
internal import Commands
internal import Terminal

/// The command line of a download.
struct FetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aerepl fetch",
    abstract: "Find, or download, and verify a dataset now.",
    usage: "aerepl fetch [<options>] NAME"
  )

  @Option(help: ArgumentHelp("The folder to look for datasets in.", valueName: "dir"))
  var data: String?

  @Option(help: "Colour diagnostics: auto, always or never.")
  var color = ColorChoice.auto

  @Argument(help: "The dataset: \(PublishedNames.all.joined(separator: " or ")).")
  var name: String

  func validate() throws {
    guard !PublishedNames.all.contains(name) else { return }
    let names = PublishedNames.all.joined(separator: " or ")
    throw ValidationError("there is no dataset '\(name)' to fetch, only \(names)")
  }
}
