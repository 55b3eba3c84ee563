extension ChartPlan {
  /// The lines of the grid.
  var gridMarks: [Figure.Mark] {
    let stroke = Figure.Stroke(color: Palette.grid)
    let fine = Figure.Stroke(color: Palette.grid.faded(to: 110))
    let axis = Figure.Stroke(color: Palette.axis.faded(to: 150))
    let zero = yScale.isLogarithmic || yScale.low >= 0 ? nil : yScale.place(of: 0)
    let base = zero.flatMap { $0 < 1 ? [(row($0), axis)] : nil } ?? []
    let isBarred = chart.series.contains { if case .bars = $0.look { true } else { false } }
    let ticks = yAxis.ticks.map { (row($0.place), stroke) }
    let rows = yAxis.minor.map { (row($0), fine) } + ticks + base
    let columns =
      isBarred
      ? [] : xAxis.minor.map { (column($0), fine) } + xAxis.ticks.map { (column($0.place), stroke) }
    return rows.map { y, stroke in .stroke([Point(area.x, y), Point(area.maxX, y)], stroke) }
      + columns.map { x, stroke in .stroke([Point(x, area.y), Point(x, area.maxY)], stroke) }
  }

  /// The axes with their ticks and the texts at them.
  var axisMarks: [Figure.Mark] {
    let stroke = Figure.Stroke(color: Palette.axis)
    let left = crisp(area.x)
    let bottom = crisp(area.maxY)
    var marks: [Figure.Mark] = [
      .stroke([Point(left, area.y), Point(left, bottom), Point(area.maxX, bottom)], stroke)
    ]
    for tick in yAxis.ticks {
      let y = row(tick.place)
      marks.append(.stroke([Point(left - ChartStyle.tickLength, y), Point(left, y)], stroke))
      marks.append(
        .text(
          tick.label,
          x: left - ChartStyle.tickRoom,
          y: (y + ChartStyle.label.capitalHeight / 2).rounded(),
          anchor: .end,
          style: ChartStyle.label
        )
      )
    }
    for tick in xAxis.ticks {
      let x = column(tick.place)
      marks.append(.stroke([Point(x, bottom), Point(x, bottom + ChartStyle.tickLength)], stroke))
      marks.append(label(of: tick, at: Point(x, bottom + ChartStyle.tickRoom)))
    }
    return marks
  }

  private func label(of tick: AxisPlan.Tick, at place: Point) -> Figure.Mark {
    var style = ChartStyle.label
    style.isUpright = xAxis.isUpright
    let middle = style.capitalHeight / 2
    return xAxis.isUpright
      ? .text(tick.label, x: place.x + middle, y: place.y, anchor: .end, style: style)
      : .text(
        tick.label,
        x: place.x,
        y: (place.y + style.capitalHeight + 1).rounded(),
        anchor: .middle,
        style: style
      )
  }

  /// The texts among the numbers.
  var noteMarks: [Figure.Mark] {
    let notes = chart.notes.compactMap { note in
      place(note.place).flatMap { place in
        area.contains(place) ? (text: note.text, color: note.color, place: place) : nil
      }
    }
    return NoteMarks.marks(notes, within: area)
  }

  /// The titles of the chart and of its axes.
  func titleMarks() throws(PlotError) -> [Figure.Mark] {
    var marks: [Figure.Mark] = []
    func add(_ text: String, _ style: TextStyle, _ room: Double, at place: Point)
      throws(PlotError)
    {
      guard !text.isEmpty else { return }
      let text = try typesetter.fitting(text, style: style, width: room)
      marks.append(.text(text, x: place.x, y: place.y, anchor: .middle, style: style))
    }
    let width = Double(chart.width)
    let center = area.x + area.width / 2
    // A title wider than the area is moved so that it stays on the page.
    let room = width - 2 * ChartStyle.margin
    let wanted = try typesetter.advance(of: chart.title, style: ChartStyle.title)
    let half = min(wanted, room) / 2 + ChartStyle.margin
    let top = ChartStyle.margin + ChartStyle.title.capitalHeight
    try add(
      chart.title,
      ChartStyle.title,
      room,
      at: Point(min(max(center, half), width - half), top.rounded())
    )
    let bottom = Double(chart.height) - ChartStyle.margin
    try add(chart.x.title, ChartStyle.axisTitle, area.width, at: Point(center, bottom.rounded()))
    var upright = ChartStyle.axisTitle
    upright.isUpright = true
    let left = ChartStyle.margin + upright.capitalHeight
    try add(chart.y.title, upright, area.height, at: Point(left, area.y + area.height / 2))
    return marks
  }

  /// Returns the middle of the row of pixels at a place of the vertical axis.
  private func row(_ place: Double) -> Double { crisp(area.maxY - place * area.height) }

  /// Returns the middle of the column of pixels at a place of the horizontal axis.
  private func column(_ place: Double) -> Double { crisp(area.x + place * area.width) }

  /// Returns the middle of a pixel, where a line of one pixel is sharp.
  private func crisp(_ number: Double) -> Double { number.rounded(.down) + 0.5 }
}
