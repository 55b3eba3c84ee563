internal import Datasets
internal import Language
internal import Shell

/// Loads samples from .npy files.
struct DatasetNPYCommand: Command {
  static let manual = Manual(
    name: "npy",
    summary: "Load samples from a .npy array, whose first axis counts them.",
    details: """
      Unsigned bytes are images, and are scaled as those of MNIST are: byte/255, less mean, over std.
      All other numbers stay as they are.
      """,
    examples: ["dataset npy samples.npy test=test.npy labels=labels.npy"]
  )

  @Argument("The training samples.")
  var file: Path

  @Option("The test samples.")
  var test: Path?

  @Option("The labels of the training samples.")
  var labels: Path?

  @Option("The labels of the test samples.")
  var testlabels: Path?

  @Option("What is subtracted from bytes over 255.", .number(.finite))
  var mean = 0.5

  @Option("What the difference is divided by.", .number(.positive))
  var std = 0.5

  func run(in context: Context) throws(Diagnostic) {
    guard test != nil || testlabels == nil else {
      throw Diagnostic(
        .value,
        "testlabels are labels of test samples",
        hint: "give 'test=' as well"
      )
    }
    var files = ArrayDataset(.npy, train: context.expand(file))
    files.test = test.map(context.expand)
    files.labels = labels.map(context.expand)
    files.testLabels = testlabels.map(context.expand)
    try context.load(.array(files), scaling: try PixelScaling(mean: mean, std: std))
  }
}
