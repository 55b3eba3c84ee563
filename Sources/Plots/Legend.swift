/// The names of a chart's series, with samples of how they look.
struct Legend {
  /// One line of a legend.
  struct Entry {
    var label: String
    var look: Chart.Series.Look
    var color: Color
    var dashes: [Double]
  }

  /// Where a legend stands.
  enum Place {
    case inside(Rectangle)
    case beside
  }

  private let entries: [Entry]

  /// The size of the box.
  let width: Double
  let height: Double

  private static let padding = 8.0
  private static let gap = 7.0

  /// Creates the legend of a chart that has several named series; nil for others.
  init?(_ chart: Chart, typesetter: Typesetter) throws(PlotError) {
    let named = chart.series.enumerated().filter { !$0.element.label.isEmpty }
    guard named.count > 1 else { return nil }
    let most = max(Int((Double(chart.height) - 90) / ChartStyle.legendPitch), 1)
    var entries: [Entry] = []
    var widest = 0.0
    for (index, series) in named.prefix(named.count > most ? most - 1 : most) {
      let label = try typesetter.fitting(
        series.label,
        style: ChartStyle.label,
        width: Double(chart.width) * 0.3
      )
      widest = max(widest, try typesetter.advance(of: label, style: ChartStyle.label))
      let color = series.color ?? index
      entries.append(
        Entry(
          label: label,
          look: series.look,
          color: Palette.color(color),
          dashes: Palette.dashes(color)
        )
      )
    }
    if named.count > entries.count {
      let rest = "and \(named.count - entries.count) more"
      widest = max(widest, try typesetter.advance(of: rest, style: ChartStyle.label))
      entries.append(Entry(label: rest, look: .line, color: Color(gray: 0, alpha: 0), dashes: []))
    }
    self.entries = entries
    width = Self.padding * 2 + ChartStyle.swatch + Self.gap + widest
    height = Self.padding * 2 + ChartStyle.legendPitch * Double(entries.count) - 4
  }

  /// Returns the corner or side of an area where the legend hides the fewest points; beside the area
  /// where it would hide some everywhere.
  func place(within area: Rectangle, avoiding points: [Point]) -> Place {
    let inner = area.grown(by: -8)
    guard width < inner.width * 0.6, height < inner.height * 0.7 else { return .beside }
    let columns = [inner.maxX - width, inner.x, inner.x + (inner.width - width) / 2]
    let rows = [inner.y, inner.maxY - height, inner.y + (inner.height - height) / 2]
    var best: (hidden: Int, box: Rectangle)?
    for y in rows {
      for x in columns {
        let box = Rectangle(x: x, y: y, width: width, height: height)
        let hidden = points.count { box.grown(by: 5).contains($0) }
        if hidden < best?.hidden ?? .max { best = (hidden, box) }
      }
    }
    guard let best, best.hidden == 0 else { return .beside }
    return .inside(best.box)
  }

  /// Returns the legend with its top left corner at a place.
  func marks(in box: Rectangle, isBoxed: Bool) -> [Figure.Mark] {
    var marks: [Figure.Mark] = []
    if isBoxed { marks.append(.fill([box.grown(by: -2)], Color(gray: 255, alpha: 225))) }
    for (index, entry) in entries.enumerated() {
      let middle = box.y + Self.padding + ChartStyle.legendPitch * (Double(index) + 0.5) - 2
      let left = box.x + Self.padding
      marks += sample(of: entry, left: left, middle: middle)
      marks.append(
        .text(
          entry.label,
          x: left + ChartStyle.swatch + Self.gap,
          y: middle + ChartStyle.label.capitalHeight / 2,
          anchor: .start,
          style: ChartStyle.label
        )
      )
    }
    return marks
  }

  private func sample(of entry: Entry, left: Double, middle: Double) -> [Figure.Mark] {
    guard entry.color.alpha > 0 else { return [] }
    let center = left + ChartStyle.swatch / 2
    switch entry.look {
    case .line:
      let stroke = Figure.Stroke(
        color: entry.color,
        width: ChartStyle.lineWidth,
        dashes: entry.dashes
      )
      return [.stroke([Point(left, middle), Point(left + ChartStyle.swatch, middle)], stroke)]
    case .dots:
      return [.dots([Figure.Dot(center: Point(center, middle), color: entry.color)], radius: 4)]
    case .bars:
      return [
        .fill([Rectangle(x: center - 7, y: middle - 5, width: 14, height: 10)], entry.color)
      ]
    }
  }
}
