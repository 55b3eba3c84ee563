import Glibc

/// One direction of a chart.
public struct Axis: Equatable, Sendable {
  /// What it measures; may be empty.
  public var title: String

  /// Whether equal distances are equal ratios.
  public var isLogarithmic: Bool

  /// Whether only whole numbers have ticks.
  public var isWhole: Bool

  /// The numbers at its ends; nil for what the data need.
  public var range: ClosedRange<Double>?

  /// Names for 0, 1, 2, … instead of numbers; empty for numbers.
  public var categories: [String]

  /// Creates an axis.
  public init(
    title: String = "",
    isLogarithmic: Bool = false,
    isWhole: Bool = false,
    range: ClosedRange<Double>? = nil,
    categories: [String] = []
  ) {
    self.title = title
    self.isLogarithmic = isLogarithmic
    self.isWhole = isWhole
    self.range = range
    self.categories = categories
  }
}

/// An axis with its ends fixed: where numbers lie between them.
struct AxisScale {
  let low: Double
  let high: Double
  let isLogarithmic: Bool

  /// The largest number that is drawn; beyond it differences of numbers are infinite.
  private static let limit = 1e300

  /// How zero counts where an axis chooses its ends.
  enum Zero {
    /// Like any number.
    case ignored
    /// It is an end where the numbers come close to it.
    case welcome
    /// It lies on the axis.
    case required
  }

  /// Creates the scale of an axis for numbers, those that it cannot show left out; nil where none can
  /// be shown.
  ///
  /// A part of the range, `margin`, stays free at either end, unless zero is there.
  init?(_ axis: Axis, numbers: [Double], margin: Double, zero: Zero) {
    isLogarithmic = axis.isLogarithmic
    if let range = axis.range, !isLogarithmic || range.lowerBound > 0 {
      (low, high) = Self.widened(range.lowerBound, range.upperBound, isLogarithmic)
      return
    }
    let least = isLogarithmic ? Double.leastNormalMagnitude : -Double.infinity
    let shown = numbers.filter { $0.isFinite && $0 >= least }
    guard let first = shown.min(), let last = shown.max() else { return nil }
    (low, high) =
      isLogarithmic
      ? Self.logarithmic(first, last, margin: margin)
      : Self.linear(max(first, -Self.limit), min(last, Self.limit), margin: margin, zero: zero)
  }

  private static func logarithmic(_ low: Double, _ high: Double, margin: Double)
    -> (Double, Double)
  {
    let (low, high) = widened(low, high, true)
    let room = pow(high / low, margin)
    guard low / room >= .leastNormalMagnitude, (high * room).isFinite else { return (low, high) }
    return (low / room, high * room)
  }

  private static func linear(_ low: Double, _ high: Double, margin: Double, zero: Zero)
    -> (Double, Double)
  {
    var (low, high) = (low, high)
    let distance = low > 0 ? low : -high
    let isClose = distance < 0.25 * max(abs(low), abs(high))
    if zero == .required || zero == .welcome && isClose {
      low = min(low, 0)
      high = max(high, 0)
    }
    let ends = (low, high)
    (low, high) = widened(low, high, false)
    let room = (high - low) * margin
    if zero == .ignored || ends.0 != 0 { low -= room }
    if zero == .ignored || ends.1 != 0 { high += room }
    return (low, high)
  }

  /// Returns a range wide enough to be divided.
  private static func widened(_ low: Double, _ high: Double, _ isLogarithmic: Bool)
    -> (Double, Double)
  {
    if isLogarithmic {
      guard high / low <= 1 + 1e-9 else { return (low, high) }
      return (max(low / 2, .leastNormalMagnitude), min(high * 2, .greatestFiniteMagnitude))
    }
    let size = max(abs(low), abs(high))
    guard high - low <= size * 1e-9 else { return (low, high) }
    let room = size < 1e-300 ? 1 : size * 0.1
    return (low - room, high + room)
  }

  /// Returns the place of a number: 0 at the low end, 1 at the high one; nil where it has none.
  func place(of number: Double) -> Double? {
    guard number.isFinite else { return nil }
    guard isLogarithmic else { return (number - low) / (high - low) }
    guard number > 0 else { return nil }
    return (log(number) - log(low)) / (log(high) - log(low))
  }
}
