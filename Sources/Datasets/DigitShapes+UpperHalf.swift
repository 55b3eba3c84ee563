internal import Tensors

extension DigitShapes {
  static func five(_ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    let style = pen.random.choice(0.45, 0.35, 0.2)
    let bowl = 0.27 * factors.loop
    let waist = pen.random.uniform(0.38, 0.48)
    pen.lift()
    switch style {
    case 0:
      pen.through(0.16, 0.03)
      pen.through(0.13, 0.2)
      pen.corner(0.09, waist)
    case 1:
      pen.through(pen.random.uniform(0.52, 0.84), pen.random.uniform(-0.07, 0.05))
      pen.through(0.4, 0.02)
      pen.corner(0.18, 0.03)
      pen.corner(0.1, waist)
    default:
      pen.through(0.6, 0.02)
      pen.through(0.34, 0.03)
      pen.through(0.16, 0.12)
      pen.through(0.12, waist - 0.06)
      pen.through(0.26, waist)
    }
    pen.through(0.28 + bowl * 0.3, waist - 0.03 + (factors.curvature - 0.5) * 0.06)
    pen.through(0.28 + bowl, 0.62)
    pen.through(0.28 + bowl * 0.75, 0.86)
    pen.through(0.22, 1)
    pen.through(0.0, pen.random.uniform(0.84, 0.98))
    if style == 0 {
      pen.lift()
      pen.through(0.15, 0.04)
      pen.through(0.38, 0.03)
      pen.through(pen.random.uniform(0.46, 0.85), pen.random.uniform(-0.09, 0.04))
    }
    return style
  }

  static func six(_ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    let style = pen.random.choice(0.6, 0.4)
    let width = 0.24 * factors.loop
    let height = 0.23 * factors.loop
    let middle = 1 - height
    let bend = style == 0 ? 0.1 + factors.curvature * 0.1 : 0
    pen.lift()
    pen.through(0.3 + bend * 1.4, 0)
    pen.through(0.2 - bend * 0.3, 0.22)
    pen.through(0.09 - bend * 0.3, 0.5)
    // The bowl is drawn anticlockwise and ends where the stem passes, or inside.
    pen.arc(
      0.29,
      middle,
      width,
      height,
      from: 0.47,
      to: -0.45 - pen.random.uniform(0, 0.12),
      growth: pen.random.uniform(0.8, 1)
    )
    return style
  }

  static func seven(_ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    let style = pen.random.choice(0.6, 0.2, 0.2)
    let bend = (factors.curvature - 0.3) * 0.12
    pen.lift()
    if style == 2 { pen.corner(0.02, pen.random.uniform(0.16, 0.26)) }
    pen.through(0.03, 0.07)
    pen.through(0.3, 0.04 + bend * 0.4)
    if factors.curvature > 0.75 {
      pen.through(0.52, 0.04)
      pen.through(0.57, 0.12)
    } else {
      pen.corner(0.6, pen.random.uniform(0.0, 0.06))
    }
    pen.through(0.46 - bend, 0.38)
    pen.through(0.33 - bend, 0.7)
    pen.through(pen.random.uniform(0.18, 0.34), 1)
    if style == 1 {
      pen.lift()
      pen.through(0.16, 0.5)
      pen.through(0.4, 0.48)
      pen.through(0.62, pen.random.uniform(0.42, 0.5))
    }
    return style
  }

  static func eight(_ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    let style = pen.random.choice(0.75, 0.25)
    let top = 0.21 / factors.loop
    let bottom = 0.25 * factors.loop
    let waist = 0.47 + (1 / factors.loop - 1) * 0.1
    pen.lift()
    if style == 1 {
      pen.arc(0.3, waist / 2, top, waist / 2, from: -0.2, to: -1.22)
      pen.lift()
      pen.arc(0.3, (1 + waist) / 2, bottom, (1 - waist) / 2, from: -0.3, to: 0.74)
      return style
    }
    pen.through(0.3 + top * pen.random.uniform(0.5, 1.3), pen.random.uniform(0.04, 0.18))
    pen.through(0.3, 0)
    pen.through(0.3 - top, waist * 0.42)
    pen.through(0.3, waist)
    pen.through(0.3 + bottom, (1 + waist) / 2 + 0.02)
    pen.through(0.3, 1)
    pen.through(0.3 - bottom, (1 + waist) / 2 + 0.02)
    pen.through(0.3, waist + 0.02)
    pen.through(0.3 + top, waist * 0.45)
    // The end closes the upper loop, or leaves it open.
    pen.through(0.3 + top * pen.random.uniform(0.4, 1.3), pen.random.uniform(-0.06, 0.12))
    return style
  }

  static func nine(_ pen: inout DigitPen, _ factors: DigitFactors) -> Int {
    let style = pen.random.choice(0.55, 0.3, 0.15)
    let width = 0.25 * factors.loop
    let height = 0.23 * factors.loop
    pen.lift()
    let start: Float = style == 2 ? -0.2 : -0.05
    pen.arc(
      0.3,
      height,
      width,
      height,
      from: start - pen.random.uniform(0, 0.08),
      to: -0.93,
      growth: pen.random.uniform(0.9, 1.02)
    )
    let right = 0.3 + width
    pen.corner(right, pen.random.uniform(0.06, 0.18))
    if style == 1 {
      pen.through(right + 0.01, 0.45)
      pen.through(right - 0.04, 0.8)
      pen.through(0.3, 1)
      pen.through(0.06, 0.9)
    } else {
      pen.through(right - 0.02, 0.45)
      pen.through(right - 0.05 - factors.curvature * 0.06, 0.74)
      pen.through(right - 0.07, 1)
    }
    return style
  }
}
