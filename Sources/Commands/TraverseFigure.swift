internal import Datasets
internal import Language
internal import Networks
internal import Plots
internal import Shell
internal import Tensors

/// What the decoder makes of codes along the dimensions of the code.
struct TraverseFigure: FigureDeclaration {
  static let manual = Manual(
    name: "traverse",
    summary: "Draw what the decoder makes of a code while some of its numbers change.",
    details: """
      Starts from the code of an image. One row for each dimension of dims=, which is changed from
      the 5th to the 95th percentile of the codes of the first 2,000 images while the others stay.
      With grid=true two dimensions change together, one along each side.
      """,
    examples: ["plot traverse steps=5", "plot traverse dims=[0, 1] grid=true steps=7"],
    results: ["width", "height", "left", "top", "cell", "gap", "columns"]
  )

  @Option("The dimensions of the code; the first 16 without.", .list)
  var dims: Value?

  @Option("Whether two dimensions change together.")
  var grid = false

  @Option("How many codes along a dimension.", .integer(2...100))
  var steps = 11

  @Option("The image whose code is changed.", .integer(0...Int.max))
  var image = 0

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
    let codeWidth = model.architecture.codeWidth
    var chosen = Array(0..<min(grid ? 2 : 16, codeWidth))
    if let dims { chosen = try Codes.dimensions(dims, counts: 1...256, of: model) }
    guard !grid || chosen.count == 2 else {
      throw Diagnostic(.value, "a grid takes two dimensions, not \(chosen.count)")
    }
    let row = try Tiles.rows(from: image, count: 1, of: images)
    let start = try Codes.encode(row, of: images, with: model, in: context).scalars
    let some = try Codes.encode(0..<min(images.count, 2_000), of: images, with: model, in: context)
    let walks = chosen.map { walk(along: $0, some.scalars, width: codeWidth) }
    let codes: [[Float]] =
      grid
      ? walks[1].reversed().flatMap { y in
        walks[0].map { x in Self.changed(start, [(chosen[0], x), (chosen[1], y)]) }
      }
      : zip(chosen, walks).flatMap { dimension, walk in
        walk.map { Self.changed(start, [(dimension, $0)]) }
      }
    let tiles = try Tiles.images(
      of: Codes.decode(codes, with: model),
      width: images.width,
      scaling: GrayScale(mean: dataset.scaling.mean, deviation: dataset.scaling.deviation)
    )
    let labels = grid ? walks[1].reversed().map(Self.text) : chosen.map { "code \($0)" }
    let rows = labels.enumerated().map { index, label in
      ImageGrid.Row(label: label, images: Array(tiles[index * steps..<(index + 1) * steps]))
    }
    let captions = grid ? walks[0].map(Self.text) : []
    return try DrawnFigure(
      name: "traverse",
      caption: "what the decoder makes of \(codes.count) codes around that of image \(image)",
      grid: ImageGrid(rows: rows, captions: captions, title: title, scale: scale, columns: steps)
    )
  }

  /// Returns numbers at equal distances from the 5th to the 95th percentile of a dimension.
  private func walk(along dimension: Int, _ codes: [Float], width: Int) -> [Float] {
    let numbers = stride(from: dimension, to: codes.count, by: width).map { codes[$0] }
      .filter(\.isFinite).sorted()
    guard let first = numbers.first, let last = numbers.last else {
      return Array(repeating: 0, count: steps)
    }
    let low = numbers.count < 20 ? first : numbers[numbers.count / 20]
    let high = numbers.count < 20 ? last : numbers[numbers.count * 19 / 20]
    return (0..<steps).map { low + (high - low) * Float($0) / Float(steps - 1) }
  }

  private static func changed(_ code: [Float], _ changes: [(Int, Float)]) -> [Float] {
    var code = code
    for (dimension, number) in changes { code[dimension] = number }
    return code
  }

  private static func text(_ number: Float) -> String {
    NumberText.significant(Double(number), digits: 2)
  }
}
