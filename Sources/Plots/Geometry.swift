/// A place: on a page in pixels from the top left, or in a chart in the units of its data.
public struct Point: Hashable, Sendable {
  /// The distance from the left.
  public var x: Double

  /// The distance from the top of a page; upwards in a chart.
  public var y: Double

  /// Creates a point.
  public init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }

  /// Whether both coordinates are finite.
  var isFinite: Bool { x.isFinite && y.isFinite }
}

/// An upright rectangle on a page, in pixels from the top left.
public struct Rectangle: Hashable, Sendable {
  /// The left edge.
  public var x: Double

  /// The top edge.
  public var y: Double

  /// The width.
  public var width: Double

  /// The height.
  public var height: Double

  /// Creates a rectangle.
  public init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  /// The right edge.
  var maxX: Double { x + width }

  /// The bottom edge.
  var maxY: Double { y + height }

  /// Returns whether a point lies within the rectangle or on its edge.
  func contains(_ point: Point) -> Bool {
    (x...maxX).contains(point.x) && (y...maxY).contains(point.y)
  }

  /// Returns the rectangle with every side moved outwards.
  func grown(by margin: Double) -> Rectangle {
    Rectangle(
      x: x - margin,
      y: y - margin,
      width: width + 2 * margin,
      height: height + 2 * margin
    )
  }
}
