/// A text as pixels: how much of each the strokes cover.
///
/// Antialiased in grey and unhinted, so that the same text gives the same bytes.
///
/// What does not print (control characters, bidirectional marks, line separators) is drawn as
/// U+FFFD, a tab or a line feed as a blank; a text of more than 512 scalars ends in an ellipsis.
public struct TextRaster: Equatable, Sendable {
  /// The first column of pixels, counted from the pen.
  public let left: Int

  /// The first row of pixels, counted from the baseline; negative above it.
  public let top: Int

  /// The number of columns, which is 0 where nothing has ink.
  public let width: Int

  /// The number of rows.
  public let height: Int

  /// How far the text moves the pen, in pixels.
  public let advance: Double

  /// The coverage of each pixel, row after row: 0 is none, 255 is all.
  public let coverage: [UInt8]

  /// Creates the raster of a text; its colour is left to the canvas.
  public init(_ text: String, style: TextStyle) throws(PlotError) {
    self = try Typesetter().raster(text, style: style)
  }

  init(left: Int, top: Int, width: Int, height: Int, advance: Double, coverage: [UInt8]) {
    self.left = left
    self.top = top
    self.width = width
    self.height = height
    self.advance = advance
    self.coverage = coverage
  }
}
