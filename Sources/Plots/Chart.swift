/// Numbers drawn between two axes.
public struct Chart: Equatable, Sendable {
  /// Numbers that belong together.
  public struct Series: Equatable, Sendable {
    /// What the numbers become.
    public enum Look: Equatable, Sendable {
      /// A line, with a gap where a number is not finite.
      case line
      /// A dot for each point.
      case dots
      /// Bars from zero, each so wide in the units of the horizontal axis.
      case bars(width: Double)
    }

    /// The name in the legend; one without a name is not in it.
    public var label: String

    /// The places, in the units of the axes.
    public var points: [Point]

    /// What the numbers become.
    public var look: Look

    /// Which of the palette's colours it has; nil for the one of its place among the series.
    public var color: Int?

    /// Creates a series.
    public init(label: String = "", points: [Point], look: Look = .line, color: Int? = nil) {
      self.label = label
      self.points = points
      self.look = look
      self.color = color
    }
  }

  /// A text at a place of the chart.
  public struct Note: Equatable, Sendable {
    /// The text.
    public var text: String

    /// Where its middle stands, in the units of the axes.
    public var place: Point

    /// Which of the palette's colours it has.
    public var color: Int

    /// Creates a note.
    public init(_ text: String, at place: Point, color: Int) {
      self.text = text
      self.place = place
      self.color = color
    }
  }

  /// What stands above the chart; may be empty.
  public var title = ""

  /// The horizontal axis.
  public var x = Axis()

  /// The vertical axis.
  public var y = Axis()

  /// The numbers, from the back to the front.
  public var series: [Series]

  /// Texts among the numbers.
  public var notes: [Note] = []

  /// The width of the page in pixels.
  public var width = 640

  /// The height of the page in pixels.
  public var height = 400

  /// The pixels of a PNG file that a pixel of the page becomes, each way.
  public var density = 1

  /// One line that says what is shown.
  public var description = ""

  /// Asked while the chart, and the figure made of it, is drawn.
  public var stop = StopCheck.never

  /// Creates a chart of some numbers.
  public init(_ series: [Series]) { self.series = series }

  /// Returns the chart as a figure.
  ///
  /// What is not finite, and what is not above zero on a logarithmic axis, is left out.
  ///
  /// - Throws: `PlotError.nothingToDraw` where nothing is left.
  public func drawn() throws(PlotError) -> Figure { try ChartPlan(self).figure() }
}

extension Chart {
  /// Returns bars for rows of numbers under common names, side by side for each name.
  public static func bars(_ rows: [(label: String, numbers: [Double])], names: [String]) -> Chart {
    let width = 0.8 / Double(max(rows.count, 1))
    var chart = Chart(
      rows.enumerated().map { index, row in
        let shift = (Double(index) - Double(rows.count - 1) / 2) * width
        return Series(
          label: row.label,
          points: row.numbers.enumerated().map { Point(Double($0) + shift, $1) },
          look: .bars(width: width)
        )
      }
    )
    chart.x.categories = names
    return chart
  }
}
