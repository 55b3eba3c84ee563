internal import Language
internal import Plots
internal import Shell

extension DrawnFigure {
  /// Returns the figure as a picture to show.
  func image(in series: ImageSeries? = nil) throws(Diagnostic) -> Image {
    try requireMemory()
    let canvas = try Diagnostic.translating { () throws(PlotError) in try figure.canvas() }
    let file = name.isEmpty ? "plot" : name
    let size = "\(canvas.width)x\(canvas.height) pixels"
    return Image(
      png: try Diagnostic.translating { () throws(PlotError) in try PNGEncoder.encode(canvas) },
      svg: figure.isLineDrawing ? String(decoding: try self.file(.svg), as: UTF8.self) : nil,
      width: canvas.width,
      height: canvas.height,
      caption: "\(file): \(caption) (\(size)); 'save \(file).png' writes it",
      content: Raster(canvas).map { ImageContent(of: figure, pixels: $0) },
      series: series
    )
  }
}

extension ImageContent {
  /// Creates the content of a figure whose pixels are known.
  fileprivate init(of figure: Figure, pixels: Raster) {
    self.init(
      pixels: pixels,
      texts: figure.texts.map { text in
        let color = text.style.color
        return Text(
          text.text,
          x: text.place.x,
          y: text.place.y,
          anchor: text.anchor,
          color: [color.red, color.green, color.blue],
          isUpright: text.style.isUpright
        )
      },
      sketch: { (try? figure.withoutTexts.canvas()).flatMap(Raster.init) }
    )
  }
}

extension Raster {
  /// Takes the pixels of a canvas; nil where they are not opaque.
  fileprivate init?(_ canvas: Canvas) {
    self.init(
      width: canvas.width,
      height: canvas.height,
      channels: canvas.format.channels,
      bytes: canvas.bytes
    )
  }
}
