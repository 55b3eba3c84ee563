internal import Datasets
internal import Language
internal import Shell

/// Loads samples from tables.
struct DatasetCSVCommand: Command {
  static let manual = Manual(
    name: "csv",
    summary: "Load samples from a table: a line is a sample, its numbers stay as they are.",
    details: "A first line that names the columns is skipped.",
    examples: ["dataset csv samples.csv", "dataset csv samples.csv test=test.csv label=-1"]
  )

  @Argument("The training samples.")
  var file: Path

  @Option("The test samples.")
  var test: Path?

  @Option("The column of the labels, from 0, or from -1 at the end.", .integer(Int.min...Int.max))
  var label: Int?

  func run(in context: Context) throws(Diagnostic) {
    var files = ArrayDataset(.csv, train: context.expand(file))
    files.test = test.map(context.expand)
    files.labelColumn = label
    try context.load(.array(files), scaling: .standard)
  }
}
