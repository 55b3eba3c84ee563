import CCairo

/// Measures and draws text through Cairo; a class because it owns Cairo's handles.
final class Typesetter {
  /// The font's family, which `fonts-dejavu-core` installs.
  static let family = "DejaVu Sans"

  /// The longest text that is drawn, in scalars; what is longer ends in an ellipsis.
  static let maximumLength = 512

  private let surface: OpaquePointer?
  private let context: OpaquePointer?

  /// Creates a typesetter; what Cairo cannot make shows in the status of its first use.
  init() {
    surface = cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)
    context = cairo_create(surface)
  }

  deinit {
    cairo_destroy(context)
    cairo_surface_destroy(surface)
  }

  /// Returns how far a text moves the pen, in pixels.
  func advance(of text: String, style: TextStyle) throws(PlotError) -> Double {
    try extents(of: Self.printable(text), style: style).x_advance
  }

  /// Returns the text, or its beginning and an ellipsis where it is wider than `width` pixels.
  func fitting(_ text: String, style: TextStyle, width: Double) throws(PlotError) -> String {
    let whole = Self.printable(text)
    guard try extents(of: whole, style: style).x_advance > width else { return whole }
    let characters = Array(whole)
    var fits = 0
    var overflows = characters.count
    while overflows - fits > 1 {
      let middle = (fits + overflows) / 2
      let candidate = String(characters[..<middle]) + "…"
      if try extents(of: candidate, style: style).x_advance > width {
        overflows = middle
      } else {
        fits = middle
      }
    }
    return fits == 0 ? "" : String(characters[..<fits]) + "…"
  }

  /// Returns a text as pixels.
  func raster(_ text: String, style: TextStyle) throws(PlotError) -> TextRaster {
    let text = Self.printable(text)
    let extents = try extents(of: text, style: style)
    let left = Int(extents.x_bearing.rounded(.down))
    let top = Int(extents.y_bearing.rounded(.down))
    let width = Int((extents.x_bearing + extents.width).rounded(.up)) - left
    let height = Int((extents.y_bearing + extents.height).rounded(.up)) - top
    let isBlank = extents.width <= 0 || extents.height <= 0
    return TextRaster(
      left: left,
      top: top,
      width: isBlank ? 0 : width,
      height: isBlank ? 0 : height,
      advance: extents.x_advance,
      coverage: isBlank
        ? []
        : try coverage(of: text, style: style, left: left, top: top, width: width, height: height)
    )
  }

  /// Returns the text as it is drawn: one line, bounded, and nothing in it that steers a reader.
  static func printable(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(maximumLength) {
      switch scalar.properties.generalCategory {
      case .control: scalars.append(scalar == "\t" || scalar == "\n" ? " " : "\u{FFFD}")
      case .format, .lineSeparator, .paragraphSeparator: scalars.append("\u{FFFD}")
      default: scalars.append(scalar)
      }
    }
    let isWhole = text.unicodeScalars.dropFirst(maximumLength).isEmpty
    return String(scalars) + (isWhole ? "" : "…")
  }

  private func extents(
    of text: String,
    style: TextStyle
  ) throws(PlotError) -> cairo_text_extents_t {
    try Self.select(style, in: context)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    try check(cairo_status(context))
    return extents
  }

  private func coverage(
    of text: String,
    style: TextStyle,
    left: Int,
    top: Int,
    width: Int,
    height: Int
  ) throws(PlotError) -> [UInt8] {
    let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, Int32(width), Int32(height))
    let context = cairo_create(surface)
    defer {
      cairo_destroy(context)
      cairo_surface_destroy(surface)
    }
    try Self.select(style, in: context)
    cairo_move_to(context, Double(-left), Double(-top))
    cairo_show_text(context, text)
    try check(cairo_status(context))
    cairo_surface_flush(surface)
    guard let data = cairo_image_surface_get_data(surface) else { return [] }
    let stride = Int(cairo_image_surface_get_stride(surface))
    // SAFETY: the surface owns `height` rows of `stride` bytes, of which the first `width` are
    // pixels, and lives until this function returns.
    let bytes = UnsafeBufferPointer(start: data, count: height * stride)
    return (0..<height).flatMap { bytes[$0 * stride..<$0 * stride + width] }
  }

  /// Makes a context draw text in a style, the same way on every machine.
  static func select(_ style: TextStyle, in context: OpaquePointer?) throws(PlotError) {
    guard TextStyle.sizes.contains(style.size) else { throw .textSizeOutOfRange(style.size) }
    cairo_select_font_face(
      context,
      family,
      CAIRO_FONT_SLANT_NORMAL,
      style.isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL
    )
    cairo_set_font_size(context, style.size)
    let options = cairo_font_options_create()
    defer { cairo_font_options_destroy(options) }
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
    cairo_set_font_options(context, options)
  }

  private func check(_ status: cairo_status_t) throws(PlotError) {
    guard status != CAIRO_STATUS_SUCCESS else { return }
    throw .text(String(cString: cairo_status_to_string(status)))
  }
}
