internal import Tensors

/// What a generated digit looks like, apart from its class: drawn at random, and kept with it.
struct DigitFactors {
  /// How far the digit leans: horizontal shift for each unit of height, positive to the right.
  var slant: Float

  /// The width of the pen in pixels of the final image.
  var width: Float

  /// The horizontal stretch of the digit.
  var aspect: Float

  /// How round the strokes are, from straight and angular (0) to curved (1).
  var curvature: Float

  /// The size of loops and bowls against their usual one.
  var loop: Float

  /// The angle in turns of the circle, positive clockwise.
  var rotation: Float

  /// How unsteady the hand is, 1 being usual.
  var tremor: Float

  /// Which of the ways to write the class was used; the number counts from 0 within the class.
  var style: Float

  /// The names of the factors and the ranges in which they lie, in the order of `values`.
  static let ranges: [(name: String, range: ClosedRange<Float>)] = [
    ("slant", -0.35...0.9), ("width", 1.3...4.6), ("aspect", 0.6...2), ("curvature", 0...1),
    ("loop", 0.6...1.4), ("rotation", -0.05...0.05), ("tremor", 0.3...2.2), ("style", 0...3),
  ]

  /// The factors as numbers, in the order of `ranges`.
  var values: [Float] { [slant, width, aspect, curvature, loop, rotation, tremor, style] }

  /// Draws factors.
  init(random: inout RandomStream) {
    slant = random.bell(around: 0.26, spread: 0.21, within: -0.35...0.9)
    width = random.bell(around: 2.47, spread: 0.65, within: 1.3...4.6)
    aspect = random.bell(around: 1.14, spread: 0.24, within: 0.6...2)
    curvature = random.nextUniform()
    loop = random.bell(around: 1, spread: 0.16, within: 0.6...1.4)
    rotation = random.bell(around: 0, spread: 0.015, within: -0.05...0.05)
    tremor = random.bell(around: 1, spread: 0.35, within: 0.3...2.2)
    style = 0
  }
}

extension RandomStream {
  /// Returns a number that is spread like a bell with mean 0 and deviation 1, within ±3.47: the
  /// sum of four uniform ones (Irwin and Hall).
  mutating func bell() -> Float {
    let sum = nextUniform() + nextUniform() + nextUniform() + nextUniform()
    // Four uniform numbers have mean 2 and variance 1/3.
    return (sum - 2) * 1.732_050_8
  }

  /// Returns a number of a bell with a mean and a deviation, cut off at the ends of a range.
  mutating func bell(
    around mean: Float,
    spread: Float,
    within range: ClosedRange<Float>
  ) -> Float {
    min(max(mean + bell() * spread, range.lowerBound), range.upperBound)
  }

  /// Returns a number of a range, each as likely.
  mutating func uniform(_ low: Float, _ high: Float) -> Float {
    low + (high - low) * nextUniform()
  }

  /// Returns an index, each as likely as its weight says.
  mutating func choice(_ weights: Float...) -> Int {
    var rest = nextUniform() * weights.reduce(0, +)
    for (index, weight) in weights.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    return weights.count - 1
  }
}
