/// A picture described once: a page and the marks on it, in pixels from the top left.
///
/// The description knows no file format. `png()`, `svg()` and `pdf()` draw it as a file.
public struct Figure: Equatable, Sendable {
  /// One thing on the page; later ones cover earlier ones.
  public enum Mark: Equatable, Sendable {
    /// An image in exact pixels: each of its pixels is a square of `scale` pixels.
    case tile(GrayImage, x: Int, y: Int, scale: Int)
    /// A line of text whose anchor stands at `x` on the baseline `y`.
    case text(String, x: Double, y: Double, anchor: Anchor, style: TextStyle)
    /// A line through points, with round corners.
    case stroke([Point], Stroke)
    /// Filled rectangles of one colour.
    case fill([Rectangle], Color)
    /// A filled area within straight edges.
    case polygon([Point], Color)
    /// Discs of one radius.
    case dots([Dot], radius: Double)
    /// An image that fills a rectangle; its pixels stay sharp.
    case picture(ColorImage, Rectangle)
    /// Marks of which only what lies within a rectangle is drawn.
    indirect case clipped(to: Rectangle, [Mark])
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

  /// How a line is drawn.
  public struct Stroke: Hashable, Sendable {
    /// The colour.
    public var color: Color

    /// The width in pixels.
    public var width: Double

    /// The lengths of dashes and gaps in turn; empty for a line without gaps.
    public var dashes: [Double]

    /// Creates a stroke.
    public init(color: Color, width: Double = 1, dashes: [Double] = []) {
      self.color = color
      self.width = width
      self.dashes = dashes
    }
  }

  /// The centre and the colour of a disc.
  public struct Dot: Hashable, Sendable {
    /// The centre.
    public var center: Point

    /// The colour.
    public var color: Color

    /// Creates a dot.
    public init(center: Point, color: Color) {
      self.center = center
      self.color = color
    }
  }

  /// The densities that can be drawn.
  public static let densities = 1...8

  /// The width of the page in pixels.
  public var width: Int

  /// The height of the page in pixels.
  public var height: Int

  /// The pixels of a PNG file that a pixel of the page becomes, each way.
  public var density: Int

  /// The colour of the page.
  public var background: Color

  /// One line that says what is shown, for those who do not see it; SVG and PDF files carry it.
  public var description: String

  /// What is on the page, from the back to the front.
  public var marks: [Mark]

  /// Asked while the figure is drawn.
  public var stop = StopCheck.never

  /// Creates a figure.
  public init(
    width: Int,
    height: Int,
    density: Int = 1,
    background: Color = .white,
    description: String = "",
    marks: [Mark] = []
  ) {
    self.width = width
    self.height = height
    self.density = density
    self.background = background
    self.description = description
    self.marks = marks
  }
}

extension Figure.Anchor {
  /// The part of a text that lies before the anchor.
  var fraction: Double {
    switch self {
    case .start: 0
    case .middle: 0.5
    case .end: 1
    }
  }
}

extension Figure {
  /// Whether an SVG file says it best: lines, areas and texts, no images, and few dots.
  public var isLineDrawing: Bool {
    let dots = marks.map(\.dotsOfDrawing)
    return !dots.contains(nil) && dots.reduce(0, { $0 + ($1 ?? 0) }) <= Self.fewDots
  }

  /// The dots up to which an SVG file stays smaller than a few pictures.
  private static let fewDots = 500
}

extension Figure.Mark {
  /// The number of dots; nil for what is made of pixels.
  fileprivate var dotsOfDrawing: Int? {
    switch self {
    case .tile, .picture: return nil
    case .text, .stroke, .fill, .polygon: return 0
    case .dots(let dots, radius: _): return dots.count
    case .clipped(to: _, let marks):
      let dots = marks.map(\.dotsOfDrawing)
      return dots.contains(nil) ? nil : dots.reduce(0) { $0 + ($1 ?? 0) }
    }
  }
}
