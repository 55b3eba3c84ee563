/// Functions whose results are the same bits on every machine: they use + - * / alone, which IEEE
/// 754 defines exactly, unlike those of a mathematics library.
enum PortableMath {
  /// Returns the sine of an angle that is given in turns of the circle.
  static func sine(turns: Float) -> Float {
    // The angle modulo one turn, then folded into the quarter around zero.
    var x = turns - turns.rounded()
    if x > 0.25 { x = 0.5 - x }
    if x < -0.25 { x = -0.5 - x }
    let angle = x * 6.283_185_3
    let square = angle * angle
    // The Taylor series to the ninth power: its error on a quarter is below 4e-6.
    let tail = 1 / 5040 as Float - square * (1 / 362_880 as Float)
    return angle * (1 - square * (1 / 6 as Float - square * (1 / 120 as Float - square * tail)))
  }

  /// Returns the cosine of an angle that is given in turns of the circle.
  static func cosine(turns: Float) -> Float { sine(turns: turns + 0.25) }
}
