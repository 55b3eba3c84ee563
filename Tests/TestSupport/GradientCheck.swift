/// Compares a gradient with differences of the function that it is the gradient of.
public struct GradientCheck {
  /// How far each argument is moved to either side.
  ///
  /// The error of a central difference falls with the square of the distance, until the rounding
  /// of the function takes over: for functions in double precision of arguments in single
  /// precision, a few thousandths are best.
  public var distance: Float

  /// The largest difference allowed, relative to the larger magnitude and at least to `floor`.
  public var tolerance: Double

  /// Below this magnitude differences are absolute.
  public var floor: Double

  /// Creates a check.
  public init(distance: Float = 0x1p-8, tolerance: Double = 2e-3, floor: Double = 1e-3) {
    self.distance = distance
    self.tolerance = tolerance
    self.floor = floor
  }

  /// A place where gradient and difference disagree.
  public struct Failure: CustomStringConvertible {
    /// The index of the argument.
    public let index: Int
    /// The gradient that was given.
    public let gradient: Double
    /// The difference that was measured.
    public let difference: Double

    /// The failure in one line.
    public var description: String { "[\(index)] gradient \(gradient), difference \(difference)" }
  }

  /// Returns the places where `gradient` is not the slope of `function` at `arguments`.
  public func failures(
    of gradient: [Float],
    at arguments: [Float],
    function: ([Float]) throws -> Double
  ) rethrows -> [Failure] {
    precondition(gradient.count == arguments.count, "a gradient has one number per argument")
    var failures: [Failure] = []
    for index in arguments.indices {
      var moved = arguments
      moved[index] = arguments[index] + distance
      let above = try function(moved)
      let high = Double(moved[index])
      moved[index] = arguments[index] - distance
      let below = try function(moved)
      let slope = (above - below) / (high - Double(moved[index]))
      let given = Double(gradient[index])
      let scale = max(abs(given), abs(slope), floor)
      if !(abs(given - slope) <= tolerance * scale) {
        failures.append(Failure(index: index, gradient: given, difference: slope))
      }
    }
    return failures
  }
}
