extension Figure {
  /// Returns the figure as pixels: grey where all of its colours are, else in colour.
  public func canvas() throws(PlotError) -> Canvas {
    var canvas = try Canvas(width: width, height: height, format: format, fill: background)
    let typesetter = Typesetter()
    for mark in marks {
      switch mark {
      case .tile(let image, let x, let y, let scale):
        canvas.draw(image, x: x, y: y, scale: scale)
      case .text(let text, let x, let y, let anchor, let style):
        let raster = try typesetter.raster(text, style: style)
        let shift = Int((raster.advance * anchor.fraction).rounded())
        canvas.draw(raster, x: x - shift, y: y, color: style.color)
      }
    }
    return canvas
  }

  /// Returns the figure as a PNG file; the same figure gives the same bytes.
  public func png() throws(PlotError) -> [UInt8] { try PNGEncoder.encode(canvas()) }

  private var format: Canvas.Format {
    if background.alpha < 255 { return .rgba }
    let isGray = marks.allSatisfy { mark in
      switch mark {
      case .tile: true
      case .text(_, _, _, _, let style): style.color.isGray
      }
    }
    return isGray && background.isGray ? .gray : .rgb
  }
}

extension Figure.Anchor {
  /// The part of a text that lies before the anchor.
  fileprivate var fraction: Double {
    switch self {
    case .start: 0
    case .middle: 0.5
    case .end: 1
    }
  }
}
