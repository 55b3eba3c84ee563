internal import CCairo

extension PagePainter {
  /// Returns a figure as pixels: without an alpha channel where its page is opaque.
  static func canvas(of figure: Figure) throws(PlotError) -> Canvas {
    let isOpaque = figure.background.alpha == 255
    // Sides of at most 2^31 and densities of at most 8: the products cannot overflow.
    guard Figure.densities.contains(figure.density) else {
      throw .scaleOutOfRange(figure.density)
    }
    guard figure.width <= Canvas.maximumSide, figure.height <= Canvas.maximumSide else {
      throw .tooLarge(width: figure.width, height: figure.height)
    }
    let target = try CairoSurface(
      .image,
      width: figure.width * figure.density,
      height: figure.height * figure.density
    )
    try paint(figure, on: target, density: figure.density)
    var canvas = try Canvas(
      width: figure.width * figure.density,
      height: figure.height * figure.density,
      format: isOpaque ? .rgb : .rgba
    )
    target.withPixels { pixels, width, height, stride in
      var next = 0
      for y in 0..<height {
        for pixel in pixels[y * stride..<y * stride + width] {
          let alpha = pixel >> 24
          for shift: UInt32 in [16, 8, 0] {
            let value = pixel >> shift & 0xFF
            // Cairo's colours are premultiplied; a PNG file's are not.
            canvas.bytes[next] = UInt8(
              alpha == 255 ? value : alpha == 0 ? 0 : min(255, (value * 255 + alpha / 2) / alpha)
            )
            next += 1
          }
          if !isOpaque {
            canvas.bytes[next] = UInt8(alpha)
            next += 1
          }
        }
      }
    }
    return canvas
  }
}

extension Figure {
  /// Returns the figure as an SVG file; letters are outlines, so that no font is needed to read it.
  public func svg() throws(PlotError) -> [UInt8] {
    let target = try CairoSurface(.svg, width: width, height: height)
    try PagePainter.paint(self, on: target, density: 1)
    return SVGText.cleaned(try target.finish(), description: description)
  }

  /// Returns the figure as a PDF file of one page, a pixel of the figure being 1/72 inch.
  public func pdf() throws(PlotError) -> [UInt8] {
    let target = try CairoSurface(.pdf, width: width, height: height)
    // A real date would make every file differ.
    for key in [CAIRO_PDF_METADATA_CREATE_DATE, CAIRO_PDF_METADATA_MOD_DATE] {
      cairo_pdf_surface_set_metadata(target.surface, key, "2000-01-01T00:00:00Z")
    }
    if !description.isEmpty {
      let title = Typesetter.printable(description)
      cairo_pdf_surface_set_metadata(target.surface, CAIRO_PDF_METADATA_TITLE, title)
    }
    try PagePainter.paint(self, on: target, density: 1)
    return try target.finish()
  }
}
