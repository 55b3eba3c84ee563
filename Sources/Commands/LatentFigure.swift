internal import Datasets
internal import Language
internal import Networks
internal import Plots
internal import Shell
internal import Tensors

/// The codes of images as points, coloured by label.
struct LatentFigure: FigureDeclaration {
  static let manual = Manual(
    name: "latent",
    summary: "Draw the codes of images as points, coloured by label.",
    details: """
      A code of three numbers is drawn in space and seen from azimuth= and elevation=; a longer one
      along the two directions in which it varies most. dims= chooses one, two or three dimensions
      instead. The label of each class stands at the median of its points.
      """,
    examples: ["plot latent", "plot latent dims=[0, 1] from=train count=500"],
    results: ["width", "height"]
  )

  @Option("The part of the dataset.")
  var from = Split.test

  @Option("How many images, from the first.", .integer(1...10_000_000))
  var count = 10_000

  @Option("The dimensions of the code to draw, one to three.", .list)
  var dims: Value?

  @Option("The viewer's direction in degrees, in space.", .number(.within(-360...360)))
  var azimuth = -60.0

  @Option("The viewer's height in degrees, in space.", .number(.within(-90...90)))
  var elevation = 25.0

  @Option("What stands above the figure.")
  var title = ""

  @Option("The width of the page in pixels.", ChartSize.sides)
  var width = 640

  @Option("The height of the page in pixels.", ChartSize.sides)
  var height = 480

  @Option("The pixels of a PNG file to a pixel of the page.", ChartSize.scales)
  var scale = 1

  func draw(in context: Context) throws(Diagnostic) -> DrawnFigure {
    let dataset = try context.workbench.requireDataset()
    let model = try context.workbench.requireModel(for: dataset)
    var chosen: [Int]?
    if let dims { chosen = try Codes.dimensions(dims, counts: 1...3, of: model) }
    let images = try from.images(of: dataset)
    let rows = try Tiles.rows(from: 0, count: count, of: images)
    let codes = try Codes.encode(rows, of: images, with: model, in: context)
    let cloud = LatentCloud(
      codes: codes.scalars,
      width: model.architecture.codeWidth,
      labels: images.labels.map { Array($0[rows]) }
    )
    let caption =
      "the codes of \(NumberText.grouped(rows.count)) images of the \(from.rawValue) set"
    if let axes = chosen ?? cloud.defaultDimensions, axes.count == 3 {
      var chart = cloud.spaceChart(axes)
      chart.title = title
      (chart.azimuth, chart.elevation) = (azimuth, elevation)
      (chart.width, chart.height, chart.density) = (width, height, scale)
      chart.description = caption
      return DrawnFigure(
        name: "latent",
        figure: try Diagnostic.translating { () throws(PlotError) in try chart.drawn() }
      )
    }
    var chart = cloud.chart(chosen ?? cloud.defaultDimensions)
    chart.title = title
    (chart.width, chart.height, chart.density) = (width, height, scale)
    return try DrawnFigure(name: "latent", caption: caption, chart: chart)
  }
}
