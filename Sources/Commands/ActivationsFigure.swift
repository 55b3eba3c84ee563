internal import Datasets
internal import Language
internal import Networks
internal import Plots
internal import Shell
internal import Tensors

/// What each layer makes of one image.
struct ActivationsFigure: FigureDeclaration {
  static let manual = Manual(
    name: "activations",
    summary: "Draw what each layer makes of one image.",
    details: """
      The image and its reconstruction are drawn as they are; the outputs of the layers between them
      in colours around zero, a square for each unit, each layer in a range of its own, which
      stands below it.
      """,
    examples: ["plot activations", "plot activations image=3 from=train"],
    results: ["width", "height"]
  )

  @Option("The image.", .integer(0...Int.max))
  var image = 0

  @Option("The part of the dataset.")
  var from = Split.test

  @Option("What stands above the figure.")
  var title = ""

  /// The side that tiles are drawn at, as nearly as whole pixels allow.
  private static let tileSide = 112

  func draw(in context: Context) throws(Diagnostic) -> DrawnFigure {
    let dataset = try context.workbench.requireDataset()
    let model = try context.workbench.requireModel(for: dataset)
    let images = try from.images(of: dataset)
    let row = try Tiles.rows(from: image, count: 1, of: images)
    let sample = images.pixels.tensor(rows: row)
    let scaling = GrayScale(mean: dataset.scaling.mean, deviation: dataset.scaling.deviation)
    let layers = model.architecture.summary.map(\.name)
    var tiles = [try picture(sample, images.width, scaling, "image \(image)")]
    for (index, name) in layers.enumerated() {
      let output = try Diagnostic.translating { () throws(TensorError) in
        try model.activation(name, of: sample)
      }
      guard let output else { continue }
      let isLast = index == layers.count - 1
      tiles.append(
        isLast ? try picture(output, images.width, scaling, name) : try units(output, name)
      )
    }
    var sheet = TileSheet(tiles, gap: 18)
    sheet.title = title
    sheet.description = "what \(layers.count) layers make of image \(image)"
    let figure = try Diagnostic.translating { () throws(PlotError) in try sheet.drawn() }
    return DrawnFigure(name: "activations", figure: figure)
  }

  /// Returns an image as a tile in its own greys.
  private func picture(
    _ tensor: Tensor,
    _ width: Int,
    _ scaling: GrayScale,
    _ name: String
  ) throws(Diagnostic) -> TileSheet.Tile {
    let pixels = scaling.bytes(for: tensor.scalars).map { Color(gray: $0) }
    let image = try Diagnostic.translating { () throws(PlotError) in
      try ColorImage(width: width, height: pixels.count / width, pixels: pixels)
    }
    return tile(image, [name, "\(image.width)×\(image.height)"])
  }

  /// Returns the outputs of a layer's units as a tile, nearly square.
  private func units(_ tensor: Tensor, _ name: String) throws(Diagnostic) -> TileSheet.Tile {
    let numbers = tensor.scalars
    let range = ColorRange(of: numbers, isCentered: true)
    let image = try Diagnostic.translating { () throws(PlotError) in
      try ColorImage(
        numbers,
        width: Self.width(for: numbers.count),
        colors: ColorMap.diverging.colors,
        range: range
      )
    }
    let count = numbers.count == 1 ? "1 unit" : "\(NumberText.grouped(numbers.count)) units"
    return tile(image, [name, "\(count), ±\(NumberText.significant(range.high, digits: 2))"])
  }

  private func tile(_ image: ColorImage, _ captions: [String]) -> TileSheet.Tile {
    let scale = min(max(Self.tileSide / max(image.width, image.height), 1), 28)
    return TileSheet.Tile(image: image, scale: scale, captions: captions)
  }

  /// Returns the least divisor of a count that makes a picture no higher than wide; a count without
  /// one that is nearly square is a single line.
  private static func width(for count: Int) -> Int {
    let root = Int(Double(count).squareRoot().rounded(.up))
    return (root...max(root, count)).first { count.isMultiple(of: $0) } ?? count
  }
}
