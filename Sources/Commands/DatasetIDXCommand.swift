internal import Datasets
internal import Files
internal import Language
internal import Shell

/// Loads IDX files of the user's own.
struct DatasetIDXCommand: Command {
  static let manual = Manual(
    name: "idx",
    summary: "Load images, and perhaps labels, from IDX files, plain or .gz.",
    examples: ["dataset idx images.idx labels=labels.idx"]
  )

  @Argument("The training images.")
  var images: Path

  @Option("The training labels.")
  var labels: Path?

  @Option("The test images.")
  var test: Path?

  @Option("The test labels.")
  var testlabels: Path?

  @Option("The number of classes; a label lies below it.", .integer(1...256))
  var classes = 10

  @Option("What is subtracted from pixels of [0, 1].", .number(.finite))
  var mean = 0.5

  @Option("What the difference is divided by.", .number(.positive))
  var std = 0.5

  func run(in context: Context) throws(Diagnostic) {
    guard test != nil || testlabels == nil else {
      throw Diagnostic(.value, "testlabels are labels of test images", hint: "give 'test=' as well")
    }
    let files = IDXDataset(
      images: context.expand(images),
      labels: labels.map(context.expand),
      test: test.map(context.expand),
      testLabels: testlabels.map(context.expand),
      classes: classes
    )
    try context.load(.idx(files), scaling: try PixelScaling(mean: mean, std: std))
  }
}
