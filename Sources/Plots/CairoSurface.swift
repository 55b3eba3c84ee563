internal import CCairo

/// A surface of Cairo with a context that draws on it; a class because it owns both handles.
///
/// Cairo's errors are sticky: one look at the status after all the drawing finds them.
final class CairoSurface {
  /// What the drawing becomes.
  enum Kind {
    case image, svg, pdf
  }

  let kind: Kind
  let surface: OpaquePointer?
  let context: OpaquePointer?
  private let sink = ByteSink()

  /// Creates a surface; the sides of an image are in pixels, those of a page in points.
  ///
  /// - Throws: `PlotError.tooLarge` beyond Cairo's own limit for images.
  init(_ kind: Kind, width: Int, height: Int) throws(PlotError) {
    self.kind = kind
    guard width > 0, height > 0 else { throw .emptyPicture(width: width, height: height) }
    guard width <= Self.maximumSide, height <= Self.maximumSide,
      width * height * 4 <= Canvas.maximumBytes
    else { throw .tooLarge(width: width, height: height) }
    // SAFETY: the sink lives as long as this object, which destroys the surface before.
    let target = Unmanaged.passUnretained(sink).toOpaque()
    switch kind {
    case .image:
      try probeMemory(width * height * 4)
      surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, Int32(width), Int32(height))
    case .svg:
      surface = cairo_svg_surface_create_for_stream(
        ByteSink.write,
        target,
        Double(width),
        Double(height)
      )
    case .pdf:
      surface = cairo_pdf_surface_create_for_stream(
        ByteSink.write,
        target,
        Double(width),
        Double(height)
      )
    }
    context = cairo_create(surface)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// The longest side of an image; Cairo's coordinates have 16 bits before the point.
  static let maximumSide = 32_767

  /// Throws where anything has gone wrong since the surface was made.
  func check() throws(PlotError) {
    for status in [cairo_status(context), cairo_surface_status(surface)]
    where status != CAIRO_STATUS_SUCCESS {
      throw .drawing(String(cString: cairo_status_to_string(status)))
    }
  }

  /// Ends the drawing and returns the bytes of the SVG or PDF file.
  func finish() throws(PlotError) -> [UInt8] {
    cairo_surface_finish(surface)
    try check()
    return sink.bytes
  }

  /// Calls `body` with the pixels of an image, its width, its height and the pixels from one row to
  /// the next; each pixel is premultiplied ARGB in the machine's byte order.
  func withPixels<R>(_ body: (UnsafeMutableBufferPointer<UInt32>, Int, Int, Int) -> R) -> R? {
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return nil }
    let width = Int(cairo_image_surface_get_width(surface))
    let height = Int(cairo_image_surface_get_height(surface))
    let stride = Int(cairo_image_surface_get_stride(surface)) / 4
    // SAFETY: the surface owns `height` rows of `stride` pixels of four bytes, aligned to four, and
    // lives until this function returns.
    return data.withMemoryRebound(to: UInt32.self, capacity: height * stride) { pixels in
      let result = body(
        UnsafeMutableBufferPointer(start: pixels, count: height * stride),
        width,
        height,
        stride
      )
      cairo_surface_mark_dirty(surface)
      return result
    }
  }
}

/// Collects what Cairo writes; a class because Cairo keeps its address.
private final class ByteSink {
  var bytes: [UInt8] = []

  /// Appends what Cairo has written to the sink whose address it was given.
  static let write: cairo_write_func_t = { target, data, count in
    guard let target, let data else { return CAIRO_STATUS_WRITE_ERROR }
    // SAFETY: the address is that of a living sink, and Cairo's buffer has `count` bytes.
    let sink = Unmanaged<ByteSink>.fromOpaque(target).takeUnretainedValue()
    sink.bytes.append(contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
    return CAIRO_STATUS_SUCCESS
  }
}
