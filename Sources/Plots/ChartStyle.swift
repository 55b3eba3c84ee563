/// The distances and letters of a chart, in pixels of the page.
enum ChartStyle {
  /// The room around everything.
  static let margin = 14.0

  /// The room between an axis and the texts at its ticks.
  static let tickRoom = 7.0

  /// The length of a tick.
  static let tickLength = 4.0

  /// The least room between two texts at ticks.
  static let labelRoom = 10.0

  /// The most room that the texts at ticks get, across the axis.
  static let longestLabel = 110.0

  /// Texts at ticks and in the legend.
  static let label = TextStyle(size: 12)

  /// Titles of axes.
  static let axisTitle = TextStyle(size: 13)

  /// The title of the chart.
  static let title = TextStyle(size: 15, isBold: true)

  /// The distance between the lines of a legend.
  static let legendPitch = 18.0

  /// The width of a line's sample in a legend.
  static let swatch = 22.0

  /// The width of lines.
  static let lineWidth = 2.0

  /// The radius of the dots that mark single points of a line.
  static let markRadius = 3.0

  /// Returns the radius and the opacity of so many dots: where there are many, the paper shows
  /// through, so that a cloud is darker where it is denser.
  static func dots(of count: Int) -> (radius: Double, opacity: UInt8) {
    switch count {
    case ..<300: (3.5, 230)
    case ..<1_500: (2.8, 190)
    case ..<6_000: (2.2, 150)
    case ..<25_000: (1.8, 110)
    default: (1.4, 80)
    }
  }
}
