extension Figure {
  /// Returns the figure as pixels: grey where all of its colours are, else in colour.
  public func canvas() throws(PlotError) -> Canvas {
    guard isPlain else { return try PagePainter.canvas(of: self) }
    var canvas = try Canvas(width: width, height: height, format: format, fill: background)
    let typesetter = Typesetter()
    for mark in marks {
      switch mark {
      case .tile(let image, let x, let y, let scale):
        canvas.draw(image, x: x, y: y, scale: scale)
      case .text(let text, let x, let y, let anchor, let style):
        let raster = try typesetter.raster(text, style: style)
        let shift = Int((raster.advance * anchor.fraction).rounded())
        canvas.draw(raster, x: Int(x) - shift, y: Int(y), color: style.color)
      case .stroke, .fill, .polygon, .dots, .picture, .clipped:
        preconditionFailure("a plain figure has tiles and texts only")
      }
    }
    return canvas
  }

  /// Returns the figure as a PNG file; the same figure gives the same bytes.
  public func png() throws(PlotError) -> [UInt8] { try PNGEncoder.encode(canvas()) }

  /// Whether the figure consists of tiles and level texts, which need no vector graphics.
  private var isPlain: Bool {
    density == 1
      && marks.allSatisfy { mark in
        switch mark {
        case .tile: true
        case .text(_, _, _, _, let style): !style.isUpright && style.halo == nil
        case .stroke, .fill, .polygon, .dots, .picture, .clipped: false
        }
      }
  }

  private var format: Canvas.Format {
    if background.alpha < 255 { return .rgba }
    let isGray = marks.allSatisfy { mark in
      if case .text(_, _, _, _, let style) = mark { style.color.isGray } else { true }
    }
    return isGray && background.isGray ? .gray : .rgb
  }
}
