internal import Datasets
internal import Language
internal import Networks
internal import Plots
internal import Shell
internal import Tensors

/// What the decoder makes of codes between those of two images.
struct InterpolateFigure: FigureDeclaration {
  static let manual = Manual(
    name: "interpolate",
    summary: "Draw what the decoder makes of codes between those of two images.",
    details: "The first and the last picture are the images themselves.",
    examples: ["plot interpolate 0 1", "plot interpolate 3 8 steps=5"],
    results: ["width", "height", "left", "top", "cell", "gap", "columns"]
  )

  @Argument("The number of the first image.", .integer(0...Int.max))
  var first = 0

  @Argument("The number of the last image.", .integer(0...Int.max))
  var last = 1

  @Option("How many codes, those of both images included.", .integer(2...100))
  var steps = 9

  @Option("The part of the dataset.")
  var from = Split.test

  @Option("The pixels that a pixel of an image becomes, each way.", .integer(1...64))
  var scale = 2

  @Option("What stands above the figure.")
  var title = ""

  func draw(in context: Context) throws(Diagnostic) -> DrawnFigure {
    let dataset = try context.workbench.requireDataset()
    let model = try context.workbench.requireModel(for: dataset)
    let images = try from.images(of: dataset)
    let ends = try [first, last].map { (number) throws(Diagnostic) in
      try Tiles.rows(from: number, count: 1, of: images)
    }
    let codes = try ends.map { (row) throws(Diagnostic) in
      try Codes.encode(row, of: images, with: model, in: context).scalars
    }
    let between = (0..<steps).map { step in
      let part = Float(step) / Float(steps - 1)
      return zip(codes[0], codes[1]).map { $0 * (1 - part) + $1 * part }
    }
    let decoded = try Tiles.images(
      of: Codes.decode(between, with: model),
      width: images.width,
      scaling: GrayScale(mean: dataset.scaling.mean, deviation: dataset.scaling.deviation)
    )
    let raw = try ends.map { (row) throws(Diagnostic) in try Tiles.images(row, of: images)[0] }
    let parts = (0..<steps).map {
      NumberText.significant(Double($0) / Double(steps - 1), digits: 2)
    }
    return try DrawnFigure(
      name: "interpolate",
      caption: "\(steps) codes from image \(first) to image \(last), decoded",
      grid: ImageGrid(
        rows: [ImageGrid.Row(images: [raw[0]] + decoded + [raw[1]])],
        captions: ["raw \(first)"] + parts + ["raw \(last)"],
        title: title,
        scale: scale,
        columns: steps + 2
      )
    )
  }
}
