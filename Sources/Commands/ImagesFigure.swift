internal import Datasets
internal import Language
internal import Plots
internal import Shell

/// Images of the dataset with their labels.
struct ImagesFigure: FigureDeclaration {
  static let manual = Manual(
    name: "images",
    summary: "Draw images of the dataset with their labels.",
    examples: ["plot images count=20"],
    results: ["width", "height", "left", "top", "cell", "gap", "columns"]
  )

  @Option("How many images.", .integer(1...10_000))
  var count = 40

  @Option("The part of the dataset.")
  var from = Split.train

  @Option("The first image.", .integer(0...Int.max))
  var start = 0

  @Option("The pixels that a pixel of an image becomes, each way.", .integer(1...64))
  var scale = 2

  @Option("What stands above the figure.")
  var title = ""

  func draw(in context: Context) throws(Diagnostic) -> DrawnFigure {
    let images = try from.images(of: try context.workbench.requireDataset())
    let rows = try Tiles.rows(from: start, count: count, of: images)
    let grid = ImageGrid.images(
      try Tiles.images(rows, of: images),
      captions: images.labels.map { labels in labels[rows].map { String($0) } } ?? [],
      title: title,
      scale: scale
    )
    return try DrawnFigure(
      name: "images",
      caption: "\(rows.count) images of the \(from.rawValue) set",
      grid: grid
    )
  }
}
