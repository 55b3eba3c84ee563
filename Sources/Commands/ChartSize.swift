internal import Language
internal import Plots
internal import Shell

/// The sizes that options of charts declare.
enum ChartSize {
  /// The sides of a page in pixels.
  static let sides = ValueKind.integer(120...8_192)

  /// The pixels of a PNG file to a pixel of the page.
  static let scales = ValueKind.integer(Figure.densities)
}
