internal import CCairo

/// Draws a figure's marks through Cairo.
struct PagePainter {
  private let target: CairoSurface
  /// The device's pixels to a pixel of the page.
  private let density: Double
  /// Asked while there is much to draw.
  private let stop: StopCheck

  private var context: OpaquePointer? { target.context }

  /// More dots than these become an image in a vector file, which would grow to megabytes.
  private static let vectorDotLimit = 2_000

  /// The device's pixels to a pixel of the page for images within vector files.
  private static let rasterDensity = 2.0

  /// Draws a whole figure on a surface of its size.
  static func paint(_ figure: Figure, on target: CairoSurface, density: Int) throws(PlotError) {
    let painter = PagePainter(target: target, density: Double(density), stop: figure.stop)
    let page = Rectangle(
      x: 0,
      y: 0,
      width: Double(figure.width),
      height: Double(figure.height)
    )
    cairo_scale(target.context, Double(density), Double(density))
    if figure.background.alpha > 0 { painter.fill([page], figure.background) }
    for mark in figure.marks { try painter.draw(mark, within: page) }
    try figure.stop.check()
    try target.check()
  }

  private func draw(_ mark: Figure.Mark, within clip: Rectangle) throws(PlotError) {
    switch mark {
    case .tile(let image, let x, let y, let scale):
      let frame = Rectangle(
        x: Double(x),
        y: Double(y),
        width: Double(image.width * scale),
        height: Double(image.height * scale)
      )
      try draw(ColorImage(image), in: frame)
    case .text(let text, let x, let y, let anchor, let style):
      try draw(Typesetter.printable(text), at: Point(x, y), anchor, style)
    case .stroke(let points, let stroke): draw(points, stroke)
    case .fill(let rectangles, let color): fill(rectangles, color)
    case .polygon(let points, let color):
      trace(points)
      setSource(color)
      cairo_fill(context)
    case .dots(let dots, let radius): try draw(dots, radius: radius, within: clip)
    case .picture(let image, let frame): try draw(image, in: frame)
    case .clipped(let frame, let marks):
      cairo_save(context)
      cairo_rectangle(context, frame.x, frame.y, frame.width, frame.height)
      cairo_clip(context)
      for mark in marks { try draw(mark, within: frame) }
      cairo_restore(context)
    }
  }

  private func draw(
    _ text: String,
    at place: Point,
    _ anchor: Figure.Anchor,
    _ style: TextStyle
  ) throws(PlotError) {
    try Typesetter.select(style, in: context)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    cairo_save(context)
    cairo_translate(context, place.x, place.y)
    if style.isUpright { cairo_rotate(context, -Double.pi / 2) }
    cairo_move_to(context, -extents.x_advance * anchor.fraction, 0)
    if let halo = style.halo {
      cairo_text_path(context, text)
      setSource(halo)
      cairo_set_line_width(context, style.size * 0.28)
      cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
      cairo_stroke(context)
      cairo_move_to(context, -extents.x_advance * anchor.fraction, 0)
    }
    setSource(style.color)
    cairo_show_text(context, text)
    cairo_restore(context)
  }

  private func draw(_ points: [Point], _ stroke: Figure.Stroke) {
    trace(points)
    setSource(stroke.color)
    cairo_set_line_width(context, stroke.width)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    // A square end would lengthen ticks and grid lines, a butt end would lose a single point.
    let cap = points.count == 1 ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT
    cairo_set_line_cap(context, cap)
    cairo_set_dash(context, stroke.dashes, Int32(stroke.dashes.count), 0)
    cairo_stroke(context)
  }

  private func fill(_ rectangles: [Rectangle], _ color: Color) {
    for rectangle in rectangles {
      cairo_rectangle(context, rectangle.x, rectangle.y, rectangle.width, rectangle.height)
    }
    setSource(color)
    cairo_fill(context)
  }

  private func draw(
    _ dots: [Figure.Dot],
    radius: Double,
    within clip: Rectangle
  ) throws(PlotError) {
    if target.kind == .image { return stamp(dots, radius: radius, within: clip) }
    guard dots.count > Self.vectorDotLimit else {
      for dot in dots {
        cairo_new_sub_path(context)
        cairo_arc(context, dot.center.x, dot.center.y, radius, 0, 2 * Double.pi)
        setSource(dot.color)
        cairo_fill(context)
      }
      return
    }
    let density = Self.rasterDensity
    let layer = try CairoSurface(
      .image,
      width: Int((clip.width * density).rounded(.up)),
      height: Int((clip.height * density).rounded(.up))
    )
    let moved = dots.map { dot in
      Figure.Dot(center: Point(dot.center.x - clip.x, dot.center.y - clip.y), color: dot.color)
    }
    let area = Rectangle(x: 0, y: 0, width: clip.width, height: clip.height)
    PagePainter(target: layer, density: density, stop: stop).stamp(
      moved,
      radius: radius,
      within: area
    )
    paint(layer, at: clip, scale: 1 / density)
  }

  /// Stamps dots on the pixels of an image.
  private func stamp(_ dots: [Figure.Dot], radius: Double, within clip: Rectangle) {
    let stamp = DotStamp(radius: radius * density)
    target.withPixels { pixels, width, height, stride in
      let columns = Self.pixels(from: clip.x * density, to: clip.maxX * density, of: width)
      let rows = Self.pixels(from: clip.y * density, to: clip.maxY * density, of: height)
      // A centre far outside shows nothing, and its coordinates may not fit an integer.
      let reach = clip.grown(by: 2 * radius + 2)
      for (index, dot) in dots.enumerated() where reach.contains(dot.center) {
        if stop.isStop(before: index) { return }
        stamp.paint(
          pixels,
          stride: stride,
          columns: columns,
          rows: rows,
          at: Point(dot.center.x * density, dot.center.y * density),
          color: dot.color
        )
      }
    }
  }

  private static func pixels(from start: Double, to end: Double, of count: Int) -> Range<Int> {
    let first = min(max(Int(start.rounded()), 0), count)
    return first..<max(first, min(Int(end.rounded()), count))
  }

  private func draw(_ image: ColorImage, in frame: Rectangle) throws(PlotError) {
    // Viewers blur small images that they enlarge; in a vector file each pixel is a square of some.
    let enlarged =
      target.kind == .image ? 1 : min(max(Int(frame.width) / image.width, 1), 8)
    let source = try CairoSurface(
      .image,
      width: image.width * enlarged,
      height: image.height * enlarged
    )
    source.withPixels { pixels, width, height, stride in
      for y in 0..<height {
        for x in 0..<width {
          let color = image.pixels[y / enlarged * image.width + x / enlarged]
          pixels[y * stride + x] =
            0xFF00_0000 | UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
        }
      }
    }
    cairo_save(context)
    cairo_rectangle(context, frame.x, frame.y, frame.width, frame.height)
    cairo_clip(context)
    cairo_translate(context, frame.x, frame.y)
    cairo_scale(
      context,
      frame.width / Double(image.width * enlarged),
      frame.height / Double(image.height * enlarged)
    )
    cairo_set_source_surface(context, source.surface, 0, 0)
    cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
    cairo_pattern_set_extend(cairo_get_source(context), CAIRO_EXTEND_PAD)
    cairo_paint(context)
    cairo_restore(context)
  }

  private func paint(_ layer: CairoSurface, at frame: Rectangle, scale: Double) {
    cairo_save(context)
    cairo_translate(context, frame.x, frame.y)
    cairo_scale(context, scale, scale)
    cairo_set_source_surface(context, layer.surface, 0, 0)
    cairo_paint(context)
    cairo_restore(context)
  }

  private func trace(_ points: [Point]) {
    cairo_new_path(context)
    for point in points { cairo_line_to(context, point.x, point.y) }
    if points.count == 1, let point = points.first { cairo_line_to(context, point.x, point.y) }
  }

  private func setSource(_ color: Color) {
    cairo_set_source_rgba(
      context,
      Double(color.red) / 255,
      Double(color.green) / 255,
      Double(color.blue) / 255,
      Double(color.alpha) / 255
    )
  }
}
