internal import Datasets
internal import Language
internal import Shell

/// Loads pictures from folders.
struct DatasetImagesCommand: Command {
  static let manual = Manual(
    name: "images",
    summary: "Load PNG pictures of one size from a folder, as grey images.",
    details: """
      The pictures come in the order of their names. A folder that has folders instead has one for
      each class; the classes are numbered in the order of their names.
      """,
    examples: ["dataset images pictures", "dataset images pictures test=more"]
  )

  @Argument("The folder of the training pictures.")
  var folder: Path

  @Option("The folder of the test pictures.")
  var test: Path?

  @Option("What is subtracted from pixels of [0, 1].", .number(.finite))
  var mean = 0.5

  @Option("What the difference is divided by.", .number(.positive))
  var std = 0.5

  func run(in context: Context) throws(Diagnostic) {
    let folders = PictureDataset(train: context.expand(folder), test: test.map(context.expand))
    try context.load(.pictures(folders), scaling: try PixelScaling(mean: mean, std: std))
  }
}
