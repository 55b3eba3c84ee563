/// A chart with all of its places worked out.
struct ChartPlan {
  let chart: Chart
  let typesetter = Typesetter()
  let xScale: AxisScale
  let yScale: AxisScale

  /// Where the numbers are drawn.
  private(set) var area: Rectangle
  private(set) var xAxis: AxisPlan
  private(set) var yAxis: AxisPlan
  private let legend: Legend?
  private(set) var legendPlace: Legend.Place?

  /// Checks a chart and places everything in it.
  init(_ chart: Chart) throws(PlotError) {
    self.chart = chart
    (xScale, yScale) = try Self.scales(of: chart)
    let width = Double(chart.width)
    let height = Double(chart.height)
    legend = try Legend(chart, typesetter: typesetter)
    var top = ChartStyle.margin
    if !chart.title.isEmpty { top += ChartStyle.title.size + 12 }
    let title = ChartStyle.axisTitle.size + 8
    var below = ChartStyle.margin + ChartStyle.tickRoom + ChartStyle.label.size
    if !chart.x.title.isEmpty { below += title }
    yAxis = try AxisPlan(
      vertical: chart.y,
      yScale,
      height: height - top - below,
      typesetter: typesetter
    )
    var left = ChartStyle.margin + yAxis.widest + ChartStyle.tickRoom
    if !chart.y.title.isEmpty { left += title }
    var right = ChartStyle.margin + 4
    xAxis = try AxisPlan(
      horizontal: chart.x,
      xScale,
      width: width - left - right,
      typesetter: typesetter
    )
    if xAxis.isUpright { below += xAxis.widest - ChartStyle.label.size }
    area = Rectangle(x: left, y: top, width: width - left - right, height: height - top - below)
    guard area.width >= 20, area.height >= 20 else {
      throw .tooSmall(width: chart.width, height: chart.height)
    }
    if let legend {
      let place = legend.place(within: area, avoiding: traces().flatMap { $0 })
      legendPlace = place
      if case .beside = place { right += legend.width - 6 }
    }
    // The last text may reach beyond the axis, the first one beyond the texts of the other axis.
    if !xAxis.isUpright, let first = xAxis.ticks.first, let last = xAxis.ticks.last {
      let free = width - left - right
      let style = ChartStyle.label
      let tail = try typesetter.advance(of: last.label, style: style) / 2
      let head = try typesetter.advance(of: first.label, style: style) / 2
      right = max(right, tail + 8 - (1 - last.place) * free)
      left = max(left, head + 8 - first.place * free)
    }
    try resize(left: left, right: right)
  }

  /// Gives the area its final width, and the horizontal axis the ticks for it.
  private mutating func resize(left: Double, right: Double) throws(PlotError) {
    let width = Double(chart.width) - left - right
    guard width >= 20 else { throw .tooSmall(width: chart.width, height: chart.height) }
    guard width != area.width || left != area.x else { return }
    area.x = left
    area.width = width
    let wasUpright = xAxis.isUpright
    let before = xAxis.widest
    xAxis = try AxisPlan(horizontal: chart.x, xScale, width: width, typesetter: typesetter)
    if xAxis.isUpright, !wasUpright { area.height -= xAxis.widest - ChartStyle.label.size }
    if xAxis.isUpright, wasUpright { area.height -= xAxis.widest - before }
    if case .inside = legendPlace, let legend {
      legendPlace = legend.place(within: area, avoiding: traces().flatMap { $0 })
      // Once room is made for the other texts there is none beside: it hides what it must.
      if case .beside = legendPlace {
        legendPlace = .inside(
          Rectangle(
            x: area.maxX - legend.width - 8,
            y: area.y + 8,
            width: legend.width,
            height: legend.height
          )
        )
      }
    }
  }

  private static func scales(of chart: Chart) throws(PlotError) -> (AxisScale, AxisScale) {
    var xs = Ends(chart.x)
    var ys = Ends(chart.y)
    var hasBars = false
    var hasLines = false
    var count = 0
    var finite = 0
    for series in chart.series {
      count += series.points.count
      var half = 0.0
      if case .bars(let width) = series.look {
        hasBars = true
        half = width / 2
      }
      if case .line = series.look { hasLines = true }
      for (index, point) in series.points.enumerated() where point.isFinite {
        if chart.stop.isStop(before: index) { throw .stopped }
        finite += 1
        guard !chart.x.isLogarithmic || point.x > 0, !chart.y.isLogarithmic || point.y > 0 else {
          continue
        }
        xs.add(point.x - half)
        if half > 0 { xs.add(point.x + half) }
        ys.add(point.y)
      }
    }
    var x = chart.x
    if !x.categories.isEmpty { x.range = -0.5...Double(x.categories.count) - 0.5 }
    guard
      let xScale = AxisScale(
        x,
        numbers: xs.numbers,
        margin: hasLines ? 0.015 : 0.04,
        zero: .ignored
      ),
      let yScale = AxisScale(
        chart.y,
        numbers: ys.numbers,
        margin: 0.06,
        zero: hasBars ? .required : hasLines ? .welcome : .ignored
      )
    else { throw .nothingToDraw(finite: finite, count: count) }
    return (xScale, yScale)
  }

  /// Returns where a point of the data lies on the page; nil where it has no place.
  func place(_ point: Point) -> Point? {
    guard let x = xScale.place(of: point.x), let y = yScale.place(of: point.y) else { return nil }
    return Point(area.x + x * area.width, area.maxY - y * area.height)
  }

  /// Returns the points of each series as they lie on the page, close enough for a legend to see
  /// what it hides.
  private func traces() -> [[Point]] {
    chart.series.map { series in
      var places: [Point] = []
      for (index, point) in series.points.enumerated() {
        if chart.stop.isStop(before: index) { return [] }
        if let place = place(point) { places.append(place) }
      }
      switch series.look {
      case .dots: return places
      case .bars:
        return places.flatMap { place in
          stride(from: place.y, through: area.maxY, by: 6).map { Point(place.x, $0) }
        }
      case .line:
        guard places.count < 4_000 else { return places }
        return zip(places, places.dropFirst()).flatMap { a, b in
          let steps = min(max(Int(max(abs(b.x - a.x), abs(b.y - a.y)) / 4), 1), 1_000)
          return (0...steps).map { step in
            let part = Double(step) / Double(steps)
            return Point(a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part)
          }
        }
      }
    }
  }

  /// Returns the page.
  func figure() throws(PlotError) -> Figure {
    var marks = gridMarks
    marks.append(.clipped(to: area.grown(by: 1), SeriesMarks(plan: self).marks))
    try chart.stop.check()
    marks += axisMarks + noteMarks
    marks += try titleMarks()
    if let legend {
      switch legendPlace {
      case .inside(let box): marks += legend.marks(in: box, isBoxed: true)
      case .beside, nil:
        let box = Rectangle(
          x: area.maxX + 6,
          y: area.y - 4,
          width: legend.width,
          height: legend.height
        )
        marks += legend.marks(in: box, isBoxed: false)
      }
    }
    var figure = Figure(
      width: chart.width,
      height: chart.height,
      density: chart.density,
      description: chart.description,
      marks: marks
    )
    figure.stop = chart.stop
    return figure
  }
}

/// The least and the greatest of the numbers that an axis can show.
private struct Ends {
  private let least: Double
  private var low = Double.infinity
  private var high = -Double.infinity

  init(_ axis: Axis) { least = axis.isLogarithmic ? .leastNormalMagnitude : -.infinity }

  /// Both; nothing where there are none.
  var numbers: [Double] { low <= high ? [low, high] : [] }

  mutating func add(_ number: Double) {
    guard number.isFinite, number >= least else { return }
    low = min(low, number)
    high = max(high, number)
  }
}
