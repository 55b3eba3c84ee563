/// A picture described once: a page and the marks on it, in pixels from the top left.
///
/// The description knows no file format. `png()` draws it as a PNG file.
public struct Figure: Equatable, Sendable {
  /// One thing on the page; later ones cover earlier ones.
  public enum Mark: Equatable, Sendable {
    /// An image in exact pixels: each of its pixels is a square of `scale` pixels.
    case tile(GrayImage, x: Int, y: Int, scale: Int)
    /// A line of text whose anchor stands at `x` on the baseline `y`.
    case text(String, x: Int, y: Int, anchor: Anchor, style: TextStyle)
  }

  /// The part of a text that its place is given for.
  public enum Anchor: Sendable {
    /// Where it begins.
    case start
    /// Its middle.
    case middle
    /// Where it ends.
    case end
  }

  /// The width of the page in pixels.
  public var width: Int

  /// The height of the page in pixels.
  public var height: Int

  /// The colour of the page.
  public var background: Color

  /// What is on the page, from the back to the front.
  public var marks: [Mark]

  /// Creates a figure.
  public init(width: Int, height: Int, background: Color = .white, marks: [Mark] = []) {
    self.width = width
    self.height = height
    self.background = background
    self.marks = marks
  }
}
