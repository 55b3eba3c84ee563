internal import Tensors

/// The ways in which people write the ten digits.
///
/// Each function draws one class with a pen and returns which way it chose.
enum DigitShapes {
  /// Draws a digit.
  static func draw(_ digit: Int, _ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    switch digit {
    case 0: zero(&pen, factors)
    case 1: one(&pen, factors)
    case 2: two(&pen, factors)
    case 3: three(&pen, factors)
    case 4: four(&pen, factors)
    case 5: five(&pen, factors)
    case 6: six(&pen, factors)
    case 7: seven(&pen, factors)
    case 8: eight(&pen, factors)
    default: nine(&pen, factors)
    }
  }

  private static func zero(_ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    let style = pen.random.choice(0.75, 0.25)
    let radius = 0.36 * factors.loop
    let start: Float = style == 0 ? -0.25 : -0.12
    let begin = start + pen.random.uniform(-0.09, 0.07)
    // Anticlockwise; the end stays open, meets the beginning or passes it.
    let end = begin - pen.random.uniform(0.96, 1.18)
    pen.lift()
    if style == 1 { pen.through(0.36 + radius * 1.15, 0.02) }
    pen.arc(0.36, 0.5, radius, 0.5, from: begin, to: end, growth: pen.random.uniform(0.78, 1.05))
    return style
  }

  private static func one(_ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    let style = pen.random.choice(0.78, 0.15, 0.07)
    let bow = (factors.curvature - 0.5) * 0.1
    pen.lift()
    if style > 0 {
      pen.through(pen.random.uniform(0.04, 0.2), pen.random.uniform(0.18, 0.3))
      pen.corner(0.33, 0)
    } else {
      pen.through(0.3, 0)
    }
    pen.through(0.3 + bow, 0.34)
    pen.through(0.3 + bow, 0.68)
    pen.through(0.3, 1)
    if style == 2 {
      pen.lift()
      pen.through(0.02, 1)
      pen.through(0.3, 0.99)
      pen.through(0.6, 1)
    }
    return style
  }

  private static func two(_ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    let style = pen.random.choice(0.55, 0.45)
    let top = 0.29 * factors.loop
    pen.lift()
    pen.through(0.3 - top, pen.random.uniform(0.15, 0.28))
    pen.through(0.3 - top * 0.5, 0.04)
    pen.through(0.33, 0)
    pen.through(0.3 + top * 0.85, 0.08)
    pen.through(0.3 + top * 0.95, 0.27)
    pen.through(0.42, 0.55 + (factors.curvature - 0.5) * 0.08)
    if style == 0 {
      pen.through(0.22, 0.8)
      pen.corner(0.02, 0.97)
      pen.through(0.3, 0.94 + (factors.curvature - 0.5) * 0.08)
    } else {
      let size = pen.random.uniform(0.06, 0.18) * factors.loop
      pen.through(0.26, 0.84)
      pen.through(0.12, 0.98)
      pen.through(0.04 - size * 0.6, 0.94)
      pen.through(0.1 - size * 0.3, 0.94 - size * 1.7)
      pen.through(0.27, 0.88)
      pen.through(0.42, 0.97)
    }
    pen.through(pen.random.uniform(0.56, 0.86), pen.random.uniform(0.84, 1.0))
    return style
  }

  private static func three(_ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    let style = pen.random.choice(0.5, 0.3, 0.2)
    pen.lift()
    if style == 2 {
      pen.through(0.04, 0.04)
      pen.through(0.28, 0.02)
      pen.corner(0.52, 0.03)
      pen.corner(0.24, 0.4)
    } else {
      pen.through(0.05, pen.random.uniform(0.06, 0.2))
      pen.through(0.26, 0)
      pen.through(0.5, 0.1)
      pen.through(0.46, 0.31)
      if style == 0 {
        pen.corner(0.22, 0.46)
      } else {
        pen.through(0.28, 0.45)
        pen.through(0.2, 0.47)
        pen.through(0.24, 0.5)
        pen.through(0.34, 0.48)
      }
    }
    let bowl = 0.26 * factors.loop
    pen.through(0.3 + bowl * 0.75, 0.53)
    pen.through(0.3 + bowl, 0.74)
    pen.through(0.3 + bowl * 0.4, 0.95)
    pen.through(0.18, 1)
    pen.through(0.0, pen.random.uniform(0.8, 0.95))
    return style
  }

  private static func four(_ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    let style = pen.random.choice(0.6, 0.2, 0.2)
    let bar = 0.52 + (factors.loop - 1) * 0.35
    let stem = pen.random.uniform(0.42, 0.54)
    if style == 1 {
      // Closed: the diagonal and the stem meet at the top.
      pen.lift()
      pen.through(stem, 0)
      pen.through(0.26, 0.3)
      pen.corner(0.0, bar + 0.08)
      pen.through(0.33, bar + 0.07)
      pen.through(0.68, bar + 0.05)
      pen.lift()
      pen.through(stem, 0.0)
      pen.through(stem, 0.5)
      pen.through(stem, 1)
      return style
    }
    let left = pen.random.uniform(0.03, 0.14)
    pen.lift()
    pen.through(left, 0.04)
    pen.through(left - 0.03, bar * 0.55)
    if factors.curvature > 0.5 {
      pen.through(0.06, bar - 0.03)
      pen.through(0.2, bar + 0.03)
    } else {
      pen.corner(0.02, bar)
    }
    pen.through(0.34, bar)
    if style == 2 {
      // In one stroke: up from the bar to the top of the stem, and down.
      pen.through(stem - 0.02, bar * 0.72)
      pen.corner(stem + 0.04, 0.02)
    } else {
      pen.through(pen.random.uniform(0.58, 0.74), bar - 0.03)
      pen.lift()
      pen.through(stem + 0.04, pen.random.uniform(-0.04, 0.16))
    }
    pen.through(stem, 0.5)
    pen.through(stem - 0.03, 1)
    return style
  }
}
