/// How a text looks.
public struct TextStyle: Hashable, Sendable {
  /// The sizes that can be drawn, in pixels.
  public static let sizes = 1.0...512.0

  /// The size in pixels: the height of a line without leading.
  public var size: Double

  /// Whether the strokes are bold.
  public var isBold: Bool

  /// The colour of the strokes.
  public var color: Color

  /// Whether the text runs upwards instead of to the right.
  public var isUpright: Bool

  /// The colour of a rim around the strokes, which sets them off from what lies below; nil for none.
  public var halo: Color?

  /// Creates a style.
  public init(
    size: Double,
    isBold: Bool = false,
    color: Color = .ink,
    isUpright: Bool = false,
    halo: Color? = nil
  ) {
    self.size = size
    self.isBold = isBold
    self.color = color
    self.isUpright = isUpright
    self.halo = halo
  }

  /// The height of a capital letter in pixels; the ratio is that of DejaVu Sans.
  public var capitalHeight: Double { size * 0.729 }
}
