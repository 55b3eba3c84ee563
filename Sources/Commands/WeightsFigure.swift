internal import Datasets
internal import Language
internal import Networks
internal import Plots
internal import Shell
internal import Tensors

/// The weights of a layer as pictures.
struct WeightsFigure: FigureDeclaration {
  static let manual = Manual(
    name: "weights",
    summary: "Draw the weights of a layer in colours around zero.",
    details: """
      Where a layer reads images (first) or makes them (last), each of its units is a picture of an
      image's size; the weights of any other layer are one picture, a row for each unit. Diverging
      colours reach to where 99.8 % of the weights lie; those beyond have the colour of the end.
      """,
    examples: ["plot weights", "plot weights layer=last count=16", "plot weights layer=decoder.0"],
    results: ["width", "height"]
  )

  /// Colours for weights.
  enum Colors: String, Choice {
    case diverging, sequential, gray
  }

  @Option("first, last, or the name of a layer such as encoder.0.")
  var layer = "first"

  @Option("How many units, from the first.", .integer(1...10_000))
  var count = 64

  @Option("The colours; diverging ones are centred at zero.")
  var colors = Colors.diverging

  @Option("The pixels that a weight becomes, each way; a good size without.", .integer(1...64))
  var scale: Int?

  @Option("What stands above the figure.")
  var title = ""

  func draw(in context: Context) throws(Diagnostic) -> DrawnFigure {
    let model = try context.workbench.requireModel()
    let (name, weights) = try self.weights(of: model)
    let (outputs, inputs) = (weights.shape[0], weights.shape[1])
    let map = ColorMap(rawValue: colors.rawValue) ?? .diverging
    let images = context.workbench.dataset?.train
    let side = images.map { (width: $0.width, count: $0.width * $0.height) }
    let units: [[Float]]
    let width: Int
    if let side, side.count == inputs {
      units = (0..<min(count, outputs)).map { Self.row($0, of: weights) }
      width = side.width
    } else if let side, side.count == outputs {
      units = (0..<min(count, inputs)).map { Self.column($0, of: weights) }
      width = side.width
    } else {
      let rows = (0..<min(count, outputs)).map { Self.row($0, of: weights) }
      units = [rows.flatMap { $0 }]
      width = inputs
    }
    let range = ColorRange(of: units.joined(), isCentered: map == .diverging)
    let colors = map.colors
    let pixels = max(width, units[0].count / width)
    let scale = scale ?? (units.count > 1 ? max(56 / pixels, 1) : min(max(480 / pixels, 1), 24))
    let shown = units.count == 1 ? "the weights" : "the weights of \(units.count) units"
    let figure = try Diagnostic.translating { () throws(PlotError) in
      var tiles: [TileSheet.Tile] = []
      for unit in units {
        let image = try ColorImage(unit, width: width, colors: colors, range: range)
        tiles.append(TileSheet.Tile(image: image, scale: scale))
      }
      var sheet = TileSheet(tiles, gap: 3, columns: TileSheet.pleasantColumns(of: tiles.count))
      sheet.title = title
      sheet.bar = TileSheet.Bar(colors: colors, range: range)
      sheet.description = "\(shown) of \(name)"
      return try sheet.drawn()
    }
    return DrawnFigure(name: "weights", figure: figure)
  }

  private func weights(of model: Autoencoder) throws(Diagnostic) -> (name: String, Tensor) {
    let names = model.parameterNames.filter { $0.hasSuffix(".weight") }
    let name =
      switch layer {
      case "first": names[0]
      case "last": names[names.count - 1]
      default: layer.hasSuffix(".weight") ? layer : "\(layer).weight"
      }
    guard names.contains(name), let tensor = model.parameter(name) else {
      let layers = ["first", "last"] + names.map { String($0.dropLast(".weight".count)) }
      throw Diagnostic(
        .name,
        "the model has no layer '\(layer)' with weights",
        hint: Suggestion.closest(to: layer, among: layers).map { "did you mean '\($0)'?" }
          ?? "one of \(layers.joined(separator: ", "))"
      )
    }
    return (String(name.dropLast(".weight".count)), tensor)
  }

  private static func row(_ row: Int, of tensor: Tensor) -> [Float] {
    let width = tensor.shape[1]
    return tensor.withUnsafeElements { Array($0[row * width..<(row + 1) * width]) }
  }

  private static func column(_ column: Int, of tensor: Tensor) -> [Float] {
    let width = tensor.shape[1]
    return tensor.withUnsafeElements { elements in
      stride(from: column, to: elements.count, by: width).map { elements[$0] }
    }
  }
}
