internal import Datasets
internal import Language
internal import Shell

/// Loads data, or says what is loaded.
struct DatasetCommand: Command {
  static let manual = Manual(
    name: "dataset",
    summary: "Load a dataset, or say what is loaded.",
    examples: ["dataset"]
  )

  static let variants: [any Declaration.Type] = [
    DatasetMNISTCommand.self, DatasetFashionCommand.self, DatasetDigitsCommand.self,
    DatasetIDXCommand.self, DatasetNPYCommand.self, DatasetCSVCommand.self,
    DatasetImagesCommand.self,
  ]

  func run(in context: Context) throws(Diagnostic) {
    let dataset = try context.workbench.requireDataset()
    for line in DatasetReport(dataset).lines { context.say(line) }
    if let table = DatasetReport(dataset).classes { context.emit(.table(table)) }
  }
}
