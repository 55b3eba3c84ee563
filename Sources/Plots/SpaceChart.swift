/// Points in three dimensions, seen from a chosen side.
public struct SpaceChart: Sendable {
  /// A place in space, in the units of the axes.
  public struct Place: Hashable, Sendable {
    /// The coordinate along the first axis.
    public var x: Double

    /// The coordinate along the second axis.
    public var y: Double

    /// The coordinate along the third axis.
    public var z: Double

    /// Creates a place.
    public init(_ x: Double, _ y: Double, _ z: Double) {
      self.x = x
      self.y = y
      self.z = z
    }

    subscript(axis: Int) -> Double { axis == 0 ? x : axis == 1 ? y : z }
  }

  /// Points that belong together.
  public struct Series: Equatable, Sendable {
    /// The name in the legend.
    public var label: String

    /// The points.
    public var places: [Place]

    /// Which of the palette's colours they have.
    public var color: Int

    /// Creates a series.
    public init(label: String, places: [Place], color: Int) {
      self.label = label
      self.places = places
      self.color = color
    }
  }

  /// The points.
  public var series: [Series]

  /// The names of the axes.
  public var axes: [String]

  /// Texts among the points, each in one of the palette's colours.
  public var notes: [(text: String, place: Place, color: Int)] = []

  /// What stands above; may be empty.
  public var title = ""

  /// The direction of the viewer around the third axis, in degrees from the first one.
  public var azimuth = -60.0

  /// The height of the viewer above the plane of the first two axes, in degrees.
  public var elevation = 25.0

  /// The width of the page in pixels.
  public var width = 640

  /// The height of the page in pixels.
  public var height = 480

  /// The pixels of a PNG file that a pixel of the page becomes, each way.
  public var density = 1

  /// One line that says what is shown.
  public var description = ""

  /// Creates a chart; `axes` names the three dimensions.
  public init(_ series: [Series], axes: [String]) {
    precondition(axes.count == 3, "space has three dimensions")
    self.series = series
    self.axes = axes
  }

  /// Returns the chart as a figure.
  ///
  /// - Throws: `PlotError.nothingToDraw` where no point is finite.
  public func drawn() throws(PlotError) -> Figure { try SpaceChartPlan(self).figure() }
}
