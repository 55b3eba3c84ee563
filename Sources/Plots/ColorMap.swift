/// Colours for numbers, made in OKLab so that equal steps look equally large.
///
/// The maps are our own: each is a path of steady lightness, which also reads in print and by eyes
/// that do not tell red from green.
public enum ColorMap: String, CaseIterable, Sendable {
  /// From blue over near-white to orange, for numbers around zero.
  case diverging
  /// From dark violet over green to light yellow, for numbers from low to high.
  case sequential
  /// From black to white.
  case gray

  /// The number of colours in a map.
  static let steps = 256

  /// What stands for a number that is not finite.
  public static let missing = Color(red: 0xB8, green: 0xB8, blue: 0xB8)

  /// The colours from the lowest to the highest number.
  public var colors: [Color] {
    (0..<Self.steps).map { color(at: Double($0) / Double(Self.steps - 1)) }
  }

  /// Returns the colour at a place from 0 to 1.
  func color(at place: Double) -> Color {
    switch self {
    case .gray: return Color(gray: UInt8((place * 255).rounded()))
    case .sequential:
      let hue = 305 - 200 * place
      return Oklab(lightness: 0.27 + 0.66 * place, chroma: 0.06 + 0.1 * place, hue: hue).color
    case .diverging:
      let side = 2 * place - 1
      let strength = abs(side)
      return Oklab(
        lightness: 0.975 - 0.5 * strength,
        chroma: 0.19 * strength,
        hue: side < 0 ? 255 : 45
      ).color
    }
  }
}

/// The range of numbers that a colour map spans.
public struct ColorRange: Hashable, Sendable {
  /// The number with the first colour.
  public let low: Double

  /// The number with the last colour.
  public let high: Double

  /// The part of the numbers that a range around zero is made for; beyond it few are left.
  private static let centralPart = 0.998

  /// Creates the range of some numbers, those that are not finite left out.
  ///
  /// Around zero it is as wide on either side, and so wide that 99.8 % of the numbers lie within: a
  /// few large ones would make all others pale.
  public init(of numbers: some Sequence<Float>, isCentered: Bool) {
    let finite = numbers.filter(\.isFinite)
    var low = finite.min().map(Double.init) ?? 0
    var high = finite.max().map(Double.init) ?? 0
    if isCentered, !finite.isEmpty {
      let sizes = finite.map(abs).sorted()
      let last = Int((Double(sizes.count) * Self.centralPart).rounded(.up)) - 1
      high = Double(sizes[max(last, 0)] > 0 ? sizes[max(last, 0)] : sizes[sizes.count - 1])
      low = -high
    }
    if low == high { (low, high) = (low - 1, high + 1) }
    self.low = low
    self.high = high
  }

  /// Returns the index of a number's colour among as many as a map has; nil where it is not finite.
  func index(of number: Float) -> Int? {
    guard number.isFinite else { return nil }
    let place = (Double(number) - low) / (high - low)
    return Int((min(max(place, 0), 1) * Double(ColorMap.steps - 1)).rounded())
  }
}

extension ColorImage {
  /// Creates the picture of numbers in the colours of a map.
  public init(
    _ numbers: [Float],
    width: Int,
    colors: [Color],
    range: ColorRange
  ) throws(PlotError) {
    precondition(colors.count == ColorMap.steps, "a map has its number of colours")
    try self.init(
      width: width,
      height: width > 0 ? numbers.count / width : 0,
      pixels: numbers.map { range.index(of: $0).map { colors[$0] } ?? ColorMap.missing }
    )
  }
}
