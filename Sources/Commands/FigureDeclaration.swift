internal import Language
internal import Plots
internal import Shell

/// A figure that `plot` shows and `save` writes, declared with its options like a command.
protocol FigureDeclaration: Declaration {
  /// Draws the figure from what the session holds at present.
  func draw(in context: Context) throws(Diagnostic) -> DrawnFigure
}

/// A figure as it was drawn, with where its parts are.
struct DrawnFigure {
  /// The figure's name, such as `recon`; empty for one of expressions.
  let name: String
  /// The marks, and the line that says what is shown.
  let figure: Figure
  /// Where the pixels are, for scripts.
  let layout: Record

  /// One line that says what is shown.
  var caption: String { figure.description }
}

/// The figures that exist, in alphabetical order.
enum Figures {
  static let all: [any FigureDeclaration.Type] = [
    ActivationsFigure.self, HistFigure.self, ImagesFigure.self, InterpolateFigure.self,
    LatentFigure.self, LossFigure.self, ReconFigure.self, TraverseFigure.self, WeightsFigure.self,
  ]

  /// Returns the figure whose name a file's name begins with: `recon.png`, `recon_2.png`.
  static func named(by file: String) -> (any FigureDeclaration.Type)? {
    let name = file.split(separator: "/").last ?? ""
    return all.first { figure in
      guard name.hasPrefix(figure.manual.name) else { return false }
      let next = name.dropFirst(figure.manual.name.count).unicodeScalars.first
      return next.map { "._-0123456789".unicodeScalars.contains($0) } ?? false
    }
  }
}

extension DrawnFigure {
  /// Creates a figure of image tiles.
  init(name: String, caption: String, grid: ImageGrid) throws(Diagnostic) {
    var (figure, layout) = try Diagnostic.translating { () throws(PlotError) in try grid.drawn() }
    figure.description = caption
    self.name = name
    self.figure = figure
    self.layout = Record([
      ("width", .integer(layout.width)), ("height", .integer(layout.height)),
      ("left", .integer(layout.left)), ("top", .integer(layout.top)),
      ("cell", .integer(layout.cellWidth)), ("gap", .integer(layout.gap)),
      ("columns", .integer(layout.columns)),
    ])
  }

  /// Creates a figure of a chart.
  init(name: String, caption: String, chart: Chart) throws(Diagnostic) {
    var chart = chart
    chart.description = caption
    self.init(
      name: name,
      figure: try Diagnostic.translating { () throws(PlotError) in try chart.drawn() }
    )
  }

  /// Creates a figure that says nothing but its size to scripts.
  init(name: String, figure: Figure) {
    self.name = name
    self.figure = figure
    layout = Record([
      ("width", .integer(figure.width * figure.density)),
      ("height", .integer(figure.height * figure.density)),
    ])
  }

  /// Returns the figure as a file of a format.
  func file(_ format: FileFormat) throws(Diagnostic) -> [UInt8] {
    if format == .png { try requireMemory() }
    return try Diagnostic.translating { () throws(PlotError) in
      switch format {
      case .svg: try figure.svg()
      case .pdf: try figure.pdf()
      case .png, .npy, .csv, .safetensors: try figure.png()
      }
    }
  }

  /// Throws where the figure's pixels exceed the memory.
  ///
  /// A page of four bytes a pixel, a canvas of three or four, and the file are there at once.
  func requireMemory() throws(Diagnostic) {
    let (width, height) = (figure.width * figure.density, figure.height * figure.density)
    // What no canvas can hold is refused as such.
    guard width <= Canvas.maximumSide, height <= Canvas.maximumSide,
      width * height * 4 <= Canvas.maximumBytes
    else { return }
    try MemoryBudget.system.require(
      width * height,
      of: 8,
      for: "a picture of \(width)x\(height) pixels"
    )
  }
}
