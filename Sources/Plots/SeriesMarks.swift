/// The numbers of a chart as marks.
struct SeriesMarks {
  let plan: ChartPlan

  /// Points of a line that are also marked with dots are at most so many.
  private static let markedPoints = 25

  /// The marks: bars, then lines, then dots.
  var marks: [Figure.Mark] {
    let all = plan.chart.series.enumerated().map { ($0.element, $0.element.color ?? $0.offset) }
    var bars: [Figure.Mark] = []
    var lines: [Figure.Mark] = []
    for (series, color) in all {
      switch series.look {
      case .bars(let width): bars.append(self.bars(series.points, width: width, color))
      case .line: lines += line(series.points, color)
      case .dots: break
      }
    }
    return bars + lines + [cloud(all)]
  }

  private func bars(_ points: [Point], width: Double, _ color: Int) -> Figure.Mark {
    let area = plan.area
    let base = plan.yScale.place(of: 0).map { min(max($0, 0), 1) } ?? 0
    let bottom = area.maxY - base * area.height
    let rectangles = points.compactMap { point -> Rectangle? in
      guard let place = plan.place(point),
        let left = plan.place(Point(point.x - width / 2, point.y)),
        let right = plan.place(Point(point.x + width / 2, point.y))
      else { return nil }
      // A hair of paper between bars that are wide enough for it.
      let hair = right.x - left.x > 6 ? 0.5 : 0
      return Rectangle(
        x: left.x + hair,
        y: min(place.y, bottom),
        width: right.x - left.x - 2 * hair,
        height: abs(bottom - place.y)
      )
    }
    return .fill(rectangles, Palette.color(color))
  }

  private func line(_ points: [Point], _ color: Int) -> [Figure.Mark] {
    let stroke = Figure.Stroke(
      color: Palette.color(color),
      width: ChartStyle.lineWidth,
      dashes: Palette.dashes(color)
    )
    let runs = runs(of: points)
    let count = runs.reduce(0) { $0 + $1.count }
    let marked = runs.filter { count <= Self.markedPoints || $0.count == 1 }.flatMap { $0 }
    return runs.filter { $0.count > 1 }.map { .stroke(thinned($0), stroke) }
      + (marked.isEmpty
        ? []
        : [
          .dots(
            marked.map { Figure.Dot(center: $0, color: stroke.color) },
            radius: ChartStyle.markRadius
          )
        ])
  }

  /// Returns the places of points, divided where a point has none.
  private func runs(of points: [Point]) -> [[Point]] {
    var runs: [[Point]] = [[]]
    let reach = plan.area.grown(by: 100_000)
    for (index, point) in points.enumerated() {
      if plan.chart.stop.isStop(before: index) { break }
      if let place = plan.place(point) {
        // Cairo's coordinates have 24 bits before the point: what lies far outside is pulled in.
        runs[runs.count - 1].append(
          Point(
            min(max(place.x, reach.x), reach.maxX),
            min(max(place.y, reach.y), reach.maxY)
          )
        )
      } else if runs.last?.isEmpty == false {
        runs.append([])
      }
    }
    return runs.filter { !$0.isEmpty }
  }

  /// Returns fewer points that look the same where a line from left to right has many to a pixel:
  /// the first, the lowest, the highest and the last of each half pixel.
  private func thinned(_ points: [Point]) -> [Point] {
    guard Double(points.count) > 8 * plan.area.width,
      points.indices.dropFirst().allSatisfy({ points[$0 - 1].x <= points[$0].x })
    else { return points }
    var result: [Point] = []
    var start = 0
    while start < points.count, !plan.chart.stop.isStop {
      let column = (points[start].x * 2).rounded(.down)
      var end = start
      var low = start
      var high = start
      while end < points.count, (points[end].x * 2).rounded(.down) == column {
        if points[end].y < points[low].y { low = end }
        if points[end].y > points[high].y { high = end }
        end += 1
      }
      for index in Set([start, low, high, end - 1]).sorted() { result.append(points[index]) }
      start = end
    }
    return result
  }

  /// Returns all dots, those of different series mixed so that none hides another's.
  private func cloud(_ all: [(Chart.Series, Int)]) -> Figure.Mark {
    var dots: [[(rank: Double, dot: Figure.Dot)]] = []
    let clouds = all.filter { if case .dots = $0.0.look { true } else { false } }
    let (radius, opacity) = ChartStyle.dots(of: clouds.reduce(0) { $0 + $1.0.points.count })
    for (series, color) in clouds {
      let color = Palette.color(color).faded(to: opacity)
      let count = Double(series.points.count)
      var own: [(rank: Double, dot: Figure.Dot)] = []
      for (index, point) in series.points.enumerated() {
        if plan.chart.stop.isStop(before: index) { break }
        guard let place = plan.place(point) else { continue }
        own.append(((Double(index) + 0.5) / count, Figure.Dot(center: place, color: color)))
      }
      dots.append(own)
    }
    return .dots(merged(dots), radius: radius)
  }

  /// Returns the dots of all series by rank, which rises in each of them; of equal ranks the first
  /// series' comes first.
  private func merged(_ series: [[(rank: Double, dot: Figure.Dot)]]) -> [Figure.Dot] {
    var result: [Figure.Dot] = []
    result.reserveCapacity(series.reduce(0) { $0 + $1.count })
    var next = [Int](repeating: 0, count: series.count)
    while !plan.chart.stop.isStop(before: result.count) {
      var best: Int?
      for (index, dots) in series.enumerated() where next[index] < dots.count {
        if let best, series[best][next[best]].rank <= dots[next[index]].rank { continue }
        best = index
      }
      guard let best else { break }
      result.append(series[best][next[best]].dot)
      next[best] += 1
    }
    return result
  }
}
