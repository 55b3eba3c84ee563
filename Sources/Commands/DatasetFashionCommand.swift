internal import Datasets
internal import Language
internal import Shell

/// Loads Fashion-MNIST.
struct DatasetFashionCommand: Command {
  static let manual = Manual(
    name: "fashion",
    summary: "Load Fashion-MNIST from a folder, from the cache, or by a verified download.",
    details: """
      Folders are searched as DIR, DIR/fashion and DIR/FashionMNIST/raw: first dir, then --data, then
      $AEREPL_DATA, then the cache. Files may be plain or .gz; their contents are checked by
      SHA-256 wherever they are found.
      """,
    examples: ["dataset fashion", "dataset fashion dir=~/data limit=10000"]
  )

  @Option("The folder that has the files.")
  var dir: Path?

  @Option("The first images of each part, if not all.", .integer(1...Int.max))
  var limit: Int?

  @Option("What is subtracted from pixels of [0, 1].", .number(.finite))
  var mean = 0.5

  @Option("What the difference is divided by.", .number(.positive))
  var std = 0.5

  @Option("Whether to download the files where no folder has them.")
  var download = true

  func run(in context: Context) throws(Diagnostic) {
    let recipe = DatasetRecipe.published(
      .fashion,
      directory: dir.map(context.expand),
      limit: limit,
      downloads: download
    )
    try context.load(recipe, scaling: try PixelScaling(mean: mean, std: std))
  }
}
