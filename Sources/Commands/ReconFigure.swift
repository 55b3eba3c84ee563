internal import Datasets
internal import Language
internal import Plots
internal import Shell
internal import Tensors

/// Images above what the network makes of them.
struct ReconFigure: FigureDeclaration {
  static let manual = Manual(
    name: "recon",
    summary: "Draw images above their reconstructions.",
    details: """
      With error=true a third row shows by how much each pixel differs, whichever way: black where it
      does not, white where it is black instead of white.
      """,
    examples: ["plot recon count=3 from=train", "plot recon error=true"],
    results: ["width", "height", "left", "top", "cell", "gap", "columns"]
  )

  @Option("How many pairs.", .integer(1...10_000))
  var count = 8

  @Option("The part of the dataset.")
  var from = Split.test

  @Option("The first image.", .integer(0...Int.max))
  var start = 0

  @Option("Whether a third row shows the error of each pixel.")
  var error = false

  @Option("The pixels that a pixel of an image becomes, each way.", .integer(1...64))
  var scale = 4

  @Option("What stands above the figure.")
  var title = ""

  func draw(in context: Context) throws(Diagnostic) -> DrawnFigure {
    let workbench = context.workbench
    let dataset = try workbench.requireDataset()
    let model = try workbench.requireModel(for: dataset)
    let images = try from.images(of: dataset)
    let rows = try Tiles.rows(from: start, count: count, of: images)
    let scaling = GrayScale(mean: dataset.scaling.mean, deviation: dataset.scaling.deviation)
    let decoded = try context.reconstruct(images.pixels.tensor(rows: rows), with: model)
    var grid = ImageGrid.reconstruction(
      raw: try Tiles.images(rows, of: images),
      decoded: try Tiles.images(of: decoded, width: images.width, scaling: scaling),
      title: title,
      scale: scale
    )
    if error { grid.appendErrors() }
    return try DrawnFigure(
      name: "recon",
      caption: "\(rows.count) images of the \(from.rawValue) set above their reconstructions"
        + (error ? " and errors" : ""),
      grid: grid
    )
  }
}
