internal import Glibc

/// Division that rounds down, as NumPy defines it for floats: the remainder is exact and has the
/// divisor's sign, and the quotient is made from it.
enum FlooredDivision {
  static func remainder(_ a: Double, _ b: Double) -> Double {
    guard b != 0 else { return .nan }
    let rest = fmod(a, b)
    if rest == 0 { return copysign(0, b) }
    return (rest < 0) != (b < 0) ? rest + b : rest
  }

  static func quotient(_ a: Double, _ b: Double) -> Double {
    guard b != 0 else { return a / b }
    let rest = fmod(a, b)
    var quotient = (a - rest) / b
    if rest != 0, (rest < 0) != (b < 0) { quotient -= 1 }
    guard quotient != 0 else { return copysign(0, a / b) }
    // The quotient is whole but for rounding.
    let floor = quotient.rounded(.down)
    return quotient - floor > 0.5 ? floor + 1 : floor
  }

  static func remainder(_ a: Float, _ b: Float) -> Float {
    guard b != 0 else { return .nan }
    let rest = fmodf(a, b)
    if rest == 0 { return copysignf(0, b) }
    return (rest < 0) != (b < 0) ? rest + b : rest
  }

  static func quotient(_ a: Float, _ b: Float) -> Float {
    guard b != 0 else { return a / b }
    let rest = fmodf(a, b)
    var quotient = (a - rest) / b
    if rest != 0, (rest < 0) != (b < 0) { quotient -= 1 }
    guard quotient != 0 else { return copysignf(0, a / b) }
    let floor = quotient.rounded(.down)
    return quotient - floor > 0.5 ? floor + 1 : floor
  }
}
