import Glibc

/// A chart of points in space with all of its places worked out.
///
/// The view is parallel: equal lengths along an axis look equal wherever they are.
struct SpaceChartPlan {
  private let chart: SpaceChart
  private let typesetter = Typesetter()
  private let scales: [AxisScale]
  private let legend: Legend?
  /// The page's directions to the right, upwards and to the viewer, in the space of the cube.
  private let right: [Double]
  private let up: [Double]
  private let near: [Double]
  /// The middle of the cube on the page, and the pixels of its edge.
  private var center = Point(0, 0)
  private var size = 1.0

  init(_ chart: SpaceChart) throws(PlotError) {
    self.chart = chart
    let all = chart.series.flatMap(\.places)
    let finite = all.filter { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite }
    var scales: [AxisScale] = []
    for axis in 0..<3 {
      guard
        let scale = AxisScale(
          Axis(),
          numbers: finite.map { $0[axis] },
          margin: 0.03,
          zero: .ignored
        )
      else { throw .nothingToDraw(finite: 0, count: all.count) }
      scales.append(scale)
    }
    self.scales = scales
    let (a, e) = (chart.azimuth * Double.pi / 180, chart.elevation * Double.pi / 180)
    right = [-sin(a), cos(a), 0]
    up = [-cos(a) * sin(e), -sin(a) * sin(e), cos(e)]
    near = [cos(a) * cos(e), sin(a) * cos(e), sin(e)]
    var names = Chart(
      chart.series.map { Chart.Series(label: $0.label, points: [], look: .dots, color: $0.color) }
    )
    (names.width, names.height) = (chart.width, chart.height)
    legend = try Legend(names, typesetter: typesetter)
    fitCube()
  }

  /// Chooses the largest cube that leaves room for the texts around it.
  private mutating func fitCube() {
    let corners = (0..<8).map { corner in
      (0..<3).map { corner >> $0 & 1 == 0 ? -0.5 : 0.5 }
    }
    let across = corners.map { dot($0, right) }.map(abs).max() ?? 1
    let along = corners.map { dot($0, up) }.map(abs).max() ?? 1
    let beside = legend.map { $0.width + 8 } ?? 0
    let top = chart.title.isEmpty ? 16 : ChartStyle.title.size + 26
    let width = Double(chart.width) - beside - 2 * 62
    let height = Double(chart.height) - top - 52
    size = max(min(width / (2 * across), height / (2 * along)), 1)
    center = Point((Double(chart.width) - beside) / 2, top + height / 2)
  }

  /// Returns the page.
  func figure() throws(PlotError) -> Figure {
    guard size >= 40 else { throw .tooSmall(width: chart.width, height: chart.height) }
    var marks = wallMarks + [cloud] + axisMarks
    marks += NoteMarks.marks(
      chart.notes.map { (text: $0.text, color: $0.color, place: page(cube($0.place))) },
      within: Rectangle(x: 0, y: 0, width: Double(chart.width), height: Double(chart.height))
    )
    if let legend {
      let box = Rectangle(
        x: Double(chart.width) - legend.width - 10,
        y: chart.title.isEmpty ? 20 : 40,
        width: legend.width,
        height: legend.height
      )
      marks += legend.marks(in: box, isBoxed: false)
    }
    if !chart.title.isEmpty {
      let text = try typesetter.fitting(
        chart.title,
        style: ChartStyle.title,
        width: Double(chart.width) - 2 * ChartStyle.margin
      )
      let y = (ChartStyle.margin + ChartStyle.title.capitalHeight).rounded()
      let x = Double(chart.width) / 2
      marks.append(.text(text, x: x, y: y, anchor: .middle, style: ChartStyle.title))
    }
    return Figure(
      width: chart.width,
      height: chart.height,
      density: chart.density,
      description: chart.description,
      marks: marks
    )
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
  }

  /// Returns the place in the cube, whose sides reach from -0.5 to 0.5, of a place in space.
  private func cube(_ place: SpaceChart.Place) -> [Double] {
    (0..<3).map { (scales[$0].place(of: place[$0]) ?? .nan) - 0.5 }
  }

  private func page(_ place: [Double]) -> Point {
    Point(center.x + dot(place, right) * size, center.y - dot(place, up) * size)
  }

  /// The side of the cube that lies away from the viewer, along an axis.
  private func back(_ axis: Int) -> Double { near[axis] > -1e-9 ? -0.5 : 0.5 }

  private func ticks(_ axis: Int) -> [(place: Double, text: String)] {
    let scale = scales[axis]
    let ticks = Ticks.linear(from: scale.low, to: scale.high, count: 5, isWhole: false)
    return zip(ticks, TickLabels.linear(ticks)).compactMap { tick, text in
      scale.place(of: tick).map { ($0 - 0.5, text) }
    }
  }

  /// The three walls behind the points, with the lines of their grids.
  private var wallMarks: [Figure.Mark] {
    let stroke = Figure.Stroke(color: Color(gray: 0xD8))
    var marks: [Figure.Mark] = []
    for wall in 0..<3 {
      let (u, v) = ((wall + 1) % 3, (wall + 2) % 3)
      func place(_ first: Double, _ second: Double) -> Point {
        var place = [0.0, 0, 0]
        (place[wall], place[u], place[v]) = (back(wall), first, second)
        return page(place)
      }
      let corners = [place(-0.5, -0.5), place(0.5, -0.5), place(0.5, 0.5), place(-0.5, 0.5)]
      marks.append(.polygon(corners, Color(gray: wall == 2 ? 0xF4 : 0xF9)))
      for tick in ticks(u) {
        marks.append(.stroke([place(tick.place, -0.5), place(tick.place, 0.5)], stroke))
      }
      for tick in ticks(v) {
        marks.append(.stroke([place(-0.5, tick.place), place(0.5, tick.place)], stroke))
      }
      marks.append(.stroke(corners + [corners[0]], stroke))
    }
    return marks
  }

  /// The edges that carry numbers: below the points for two axes, at the left for the third.
  private var axisMarks: [Figure.Mark] {
    let sides = [(-0.5, -0.5), (-0.5, 0.5), (0.5, -0.5), (0.5, 0.5)]
    let left = sides.min { page([$0.0, $0.1, 0]).x < page([$1.0, $1.1, 0]).x } ?? (0.5, 0.5)
    let edges: [(Double) -> [Double]] = [
      { [$0, -self.back(1), self.back(2)] }, { [-self.back(0), $0, self.back(2)] },
      { [left.0, left.1, $0] },
    ]
    return edges.enumerated().flatMap { axis, edge -> [Figure.Mark] in
      let (start, end) = (page(edge(-0.5)), page(edge(0.5)))
      // An axis that points to the viewer has no room for numbers.
      guard hypot(end.x - start.x, end.y - start.y) > 40 else { return [] }
      let middle = page(edge(0))
      let length = max(hypot(middle.x - center.x, middle.y - center.y), 1)
      let out = Point((middle.x - center.x) / length, (middle.y - center.y) / length)
      let stroke = Figure.Stroke(color: Palette.axis)
      var marks: [Figure.Mark] = [.stroke([start, end], stroke)]
      for tick in ticks(axis) {
        let start = page(edge(tick.place))
        let end = Point(start.x + 4 * out.x, start.y + 4 * out.y)
        marks.append(.stroke([start, end], stroke))
        // A number at a corner would touch the one of the next edge.
        guard abs(tick.place) < 0.46 else { continue }
        marks.append(text(tick.text, at: start, out, distance: 17, ChartStyle.label))
      }
      marks.append(
        axis == 2
          ? uprightTitle(at: middle, out)
          : text(chart.axes[axis], at: middle, out, distance: 42, ChartStyle.axisTitle)
      )
      return marks
    }
  }

  /// The title of the vertical axis, which runs upwards beside the longest of its numbers.
  private func uprightTitle(at place: Point, _ out: Point) -> Figure.Mark {
    var style = ChartStyle.axisTitle
    style.isUpright = true
    // The figures of DejaVu Sans are 0.64 of its size wide.
    let digits = ticks(2).map(\.text.count).max() ?? 0
    let width = Double(digits) * 0.64 * ChartStyle.label.size
    let distance = width / 2 + 8 + style.capitalHeight / 2
    let middle = place.x + out.x * 17 + (out.x < 0 ? -distance : distance)
    return .text(
      chart.axes[2],
      x: middle + style.capitalHeight / 2,
      y: place.y + out.y * 17,
      anchor: .middle,
      style: style
    )
  }

  private func text(
    _ text: String,
    at place: Point,
    _ out: Point,
    distance: Double,
    _ style: TextStyle
  ) -> Figure.Mark {
    .text(
      text,
      x: place.x + out.x * distance,
      y: place.y + out.y * distance + style.capitalHeight / 2,
      anchor: .middle,
      style: style
    )
  }

  /// The points from the farthest to the nearest; what is farther is paler.
  private var cloud: Figure.Mark {
    var dots: [(depth: Double, dot: Figure.Dot)] = []
    let (radius, opacity) = ChartStyle.dots(of: chart.series.reduce(0) { $0 + $1.places.count })
    for series in chart.series {
      let color = Palette.color(series.color)
      for place in series.places {
        guard let x = scales[0].place(of: place.x), let y = scales[1].place(of: place.y),
          let z = scales[2].place(of: place.z)
        else { continue }
        // Written out: an array for each of 60,000 points would take longer than drawing them.
        let (a, b, c) = (x - 0.5, y - 0.5, z - 0.5)
        let depth = a * near[0] + b * near[1] + c * near[2]
        let across = a * right[0] + b * right[1]
        let along = a * up[0] + b * up[1] + c * up[2]
        let share = 0.55 + 0.45 * min(max(depth + 0.5, 0), 1)
        let faded = color.faded(to: UInt8(Double(opacity) * share))
        let center = Point(center.x + across * size, center.y - along * size)
        dots.append((depth, Figure.Dot(center: center, color: faded)))
      }
    }
    dots.sort { $0.depth < $1.depth }
    return .dots(dots.map(\.dot), radius: radius)
  }
}
