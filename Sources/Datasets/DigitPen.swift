internal import Tensors

/// The hand that writes a digit: strokes as smooth curves through points, each a little off.
///
/// The digit fills a box of height 1 and a width of about 0.65; y grows downwards.
struct DigitPen {
  /// A point that a curve passes, or turns at.
  struct Point {
    var x: Float
    var y: Float
    var isCorner: Bool
  }

  /// The points of all strokes.
  private(set) var points: [Point] = []

  /// The index of each stroke's first point.
  private(set) var starts: [Int] = []

  /// The random numbers of this image.
  var random: RandomStream

  /// How far a point lies off on average.
  private let unsteadiness: Float

  /// Creates a pen for one digit.
  init(random: RandomStream, tremor: Float) {
    self.random = random
    unsteadiness = 0.026 * tremor
  }

  /// Lifts the pen and puts it down for a new stroke.
  mutating func lift() { starts.append(points.count) }

  /// Draws on through a point.
  mutating func through(_ x: Float, _ y: Float) { add(x, y, isCorner: false) }

  /// Draws on to a point and turns there.
  mutating func corner(_ x: Float, _ y: Float) { add(x, y, isCorner: true) }

  /// Draws along an ellipse, between two angles in turns, 0 being right and 0.25 down; the radius
  /// changes by `growth` on the way.
  mutating func arc(
    _ centerX: Float,
    _ centerY: Float,
    _ radiusX: Float,
    _ radiusY: Float,
    from start: Float,
    to end: Float,
    growth: Float = 1
  ) {
    // One point for each eighth of a turn, and no fewer than two.
    let steps = max(2, Int((abs(end - start) * 8).rounded(.up)))
    for step in 0...steps {
      let part = Float(step) / Float(steps)
      let angle = start + (end - start) * part
      let scale = 1 + (growth - 1) * part
      // A hand that goes round is steadier than one that changes its mind.
      add(
        centerX + radiusX * scale * PortableMath.cosine(turns: angle),
        centerY + radiusY * scale * PortableMath.sine(turns: angle),
        isCorner: false,
        share: 0.6
      )
    }
  }

  private mutating func add(
    _ x: Float,
    _ y: Float,
    isCorner: Bool,
    share: Float = 1
  ) {
    let spread = unsteadiness * share
    points.append(
      Point(
        x: x + random.bell() * spread,
        y: y + random.bell() * spread,
        isCorner: isCorner
      )
    )
  }
}
