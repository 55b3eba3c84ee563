internal import Tensors

/// Turns the strokes of a digit into an image in the manner of MNIST: the ink fills a box of 20 by
/// 20 pixels, whose content is then centred by mass in 28 by 28.
struct DigitRaster {
  /// The side of an image.
  static let side = 28

  /// The side of the box that the ink fills.
  private static let box: Float = 20

  /// How many pixels the edge of a stroke takes from black to white.
  private static let softness: Float = 1.15

  private struct Sample {
    var x: Float
    var y: Float
    var radius: Float
    var beginsStroke: Bool
  }

  private var samples: [Sample] = []

  /// Draws a digit into `pixels`, which must be zero.
  mutating func draw(
    _ pen: inout DigitPen,
    _ factors: DigitFactors,
    into pixels: UnsafeMutableBufferPointer<UInt8>
  ) {
    let placed = place(pen.points, factors, random: &pen.random)
    samples.removeAll(keepingCapacity: true)
    let ends = pen.starts.dropFirst() + [placed.count]
    for (start, end) in zip(pen.starts, ends) { flatten(placed[start..<end]) }
    press(width: factors.width, random: &pen.random)
    fit(width: factors.width)
    for index in samples.indices.dropFirst() where !samples[index].beginsStroke {
      stroke(from: samples[index - 1], to: samples[index], into: pixels)
    }
  }

  /// Leans, turns, stretches and bends the points as a whole.
  private func place(
    _ points: [DigitPen.Point],
    _ factors: DigitFactors,
    random: inout RandomStream
  ) -> [DigitPen.Point] {
    let bendX = random.bell() * 0.2
    let bendY = random.bell() * 0.2
    let taper = random.bell() * 0.22
    let balance = random.bell() * 0.2
    let sine = PortableMath.sine(turns: factors.rotation)
    let cosine = PortableMath.cosine(turns: factors.rotation)
    return points.map { point in
      let x = point.x - 0.32
      let y = point.y - 0.5
      let bentX = (x + bendX * y * y + taper * x * y) * factors.aspect
      let bentY = y + bendY * x * x + balance * (0.25 - y * y)
      let leaning = bentX - factors.slant * bentY
      return DigitPen.Point(
        x: leaning * cosine - bentY * sine,
        y: leaning * sine + bentY * cosine,
        isCorner: point.isCorner
      )
    }
  }

  /// Samples the curve of Catmull and Rom through the points of one stroke.
  private mutating func flatten(_ points: ArraySlice<DigitPen.Point>) {
    guard points.count > 1 else { return }
    for index in points.indices.dropLast() {
      let from = points[index]
      let to = points[index + 1]
      let before = index == points.startIndex || from.isCorner ? from : points[index - 1]
      let after = index + 2 == points.endIndex || to.isCorner ? to : points[index + 2]
      let deltaX = to.x - from.x
      let deltaY = to.y - from.y
      // About one sample for each pixel, the height being 20 pixels.
      let length = (deltaX * deltaX + deltaY * deltaY).squareRoot()
      let steps = max(1, Int(length * 16) + 1)
      for step in (index == points.startIndex ? 0 : 1)...steps {
        let t = Float(step) / Float(steps)
        samples.append(
          Sample(
            x: Self.spline(before.x, from.x, to.x, after.x, t),
            y: Self.spline(before.y, from.y, to.y, after.y, t),
            radius: 0,
            beginsStroke: index == points.startIndex && step == 0
          )
        )
      }
    }
  }

  private static func spline(_ a: Float, _ b: Float, _ c: Float, _ d: Float, _ t: Float) -> Float {
    let linear = c - a
    let square = 2 * a - 5 * b + 4 * c - d
    let cube = 3 * (b - c) + d - a
    return b + 0.5 * t * (linear + t * (square + t * cube))
  }

  /// Gives each sample the pen's radius, which swells and shrinks a little along the strokes.
  private mutating func press(width: Float, random: inout RandomStream) {
    let phase = random.nextUniform()
    let waves = random.uniform(0.01, 0.05)
    let depth = random.uniform(0.02, 0.2)
    for index in samples.indices {
      let wave = PortableMath.sine(turns: phase + waves * Float(index))
      let roughness = random.uniform(-0.12, 0.12)
      samples[index].radius = width / 2 * (1 + depth * wave + roughness)
    }
  }

  /// Scales the samples to the box, and moves them so that the ink is centred by mass.
  private mutating func fit(width: Float) {
    var low = SIMD2<Float>(repeating: .infinity)
    var high = SIMD2<Float>(repeating: -.infinity)
    for sample in samples {
      low = pointwiseMin(low, SIMD2(sample.x, sample.y))
      high = pointwiseMax(high, SIMD2(sample.x, sample.y))
    }
    let extent = max(high.x - low.x, high.y - low.y)
    let scale = (Self.box - width - 0.4) / extent
    var mass: Float = 0
    var moment = SIMD2<Float>()
    for index in samples.indices {
      samples[index].x = (samples[index].x - low.x) * scale
      samples[index].y = (samples[index].y - low.y) * scale
      guard index > 0, !samples[index].beginsStroke else { continue }
      let from = samples[index - 1]
      let to = samples[index]
      let delta = SIMD2(to.x - from.x, to.y - from.y)
      let ink = (delta.x * delta.x + delta.y * delta.y).squareRoot() * (from.radius + to.radius)
      mass += ink
      moment += ink * SIMD2((from.x + to.x) / 2, (from.y + to.y) / 2)
    }
    // The box lies on whole pixels, as MNIST's does.
    let corner = width / 2 + 0.2
    let center = moment / mass + corner
    let half = Float(Self.side) / 2
    let shift = SIMD2((half - center.x).rounded(), (half - center.y).rounded()) + corner
    for index in samples.indices {
      samples[index].x += shift.x
      samples[index].y += shift.y
    }
  }

  /// Inks the pixels around a piece of a stroke; a pixel keeps its darkest ink.
  private func stroke(
    from: Sample,
    to: Sample,
    into pixels: UnsafeMutableBufferPointer<UInt8>
  ) {
    let radius = (from.radius + to.radius) / 2
    let reach = radius + Self.softness / 2
    let columns = Self.span(min(from.x, to.x) - reach, max(from.x, to.x) + reach)
    let rows = Self.span(min(from.y, to.y) - reach, max(from.y, to.y) + reach)
    let deltaX = to.x - from.x
    let deltaY = to.y - from.y
    let square = deltaX * deltaX + deltaY * deltaY
    let inverse = square > 0 ? 1 / square : 0
    for row in rows {
      let y = Float(row) + 0.5 - from.y
      for column in columns {
        let x = Float(column) + 0.5 - from.x
        let along = min(max((x * deltaX + y * deltaY) * inverse, 0), 1)
        let offX = x - along * deltaX
        let offY = y - along * deltaY
        let distance = offX * offX + offY * offY
        guard distance < reach * reach else { continue }
        let ink = (reach - distance.squareRoot()) * (255 / Self.softness)
        let byte = UInt8(min(ink, 255))
        let index = row * Self.side + column
        if pixels[index] < byte { pixels[index] = byte }
      }
    }
  }

  /// Returns the pixels whose centres lie between two coordinates, and in the image.
  private static func span(_ low: Float, _ high: Float) -> Range<Int> {
    let first = min(max(Int((low - 0.5).rounded(.up)), 0), side)
    let end = min(max(Int((high - 0.5).rounded(.down)) + 1, first), side)
    return first..<end
  }
}
