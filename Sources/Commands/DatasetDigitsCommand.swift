internal import Datasets
internal import Language
internal import Shell

/// Generates handwritten-style digits.
struct DatasetDigitsCommand: Command {
  static let manual = Manual(
    name: "digits",
    summary: "Generate 28x28 handwritten-style digits; needs no files and no network.",
    details: """
      The strokes of each digit have random slant, width, curvature and place. The same seed gives
      the same bytes on every machine.
      """,
    examples: ["dataset digits count=1000 test=200"]
  )

  @Option("The training images.", .integer(1...GeneratedDigits.limit))
  var count = 60_000

  @Option("The test images.", .integer(0...GeneratedDigits.limit))
  var test = 10_000

  @Option("The generator's own seed.", .integer(0...Int.max))
  var seed = 0

  @Option("What is subtracted from pixels of [0, 1].", .number(.finite))
  var mean = 0.5

  @Option("What the difference is divided by.", .number(.positive))
  var std = 0.5

  func run(in context: Context) throws(Diagnostic) {
    try context.load(
      .digits(count: count, test: test, seed: seed),
      scaling: try PixelScaling(mean: mean, std: std)
    )
  }
}
