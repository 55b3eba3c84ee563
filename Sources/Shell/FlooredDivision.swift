/// Division that rounds down, as NumPy defines it for floats: the remainder is exact and has the
/// divisor's sign, and the quotient is made from it.
enum FlooredDivision {
  static func remainder<Number: BinaryFloatingPoint>(_ a: Number, _ b: Number) -> Number {
    guard b != 0 else { return .nan }
    let rest = a.truncatingRemainder(dividingBy: b)
    if rest == 0 { return Number(signOf: b, magnitudeOf: 0) }
    return (rest < 0) != (b < 0) ? rest + b : rest
  }

  static func quotient<Number: BinaryFloatingPoint>(_ a: Number, _ b: Number) -> Number {
    guard b != 0 else { return a / b }
    let rest = a.truncatingRemainder(dividingBy: b)
    var quotient = (a - rest) / b
    if rest != 0, (rest < 0) != (b < 0) { quotient -= 1 }
    guard quotient != 0 else { return Number(signOf: a / b, magnitudeOf: 0) }
    // The quotient is whole but for rounding.
    let floor = quotient.rounded(.down)
    return quotient - floor > 0.5 ? floor + 1 : floor
  }
}
