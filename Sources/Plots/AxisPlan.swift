/// The ticks of an axis along a length of pixels, with texts that do not touch each other.
struct AxisPlan {
  /// One tick.
  struct Tick {
    /// Its place, from 0 at the low end to 1 at the high one.
    var place: Double
    /// The text; empty for a tick without one.
    var label: String
  }

  /// The ticks from the low end.
  private(set) var ticks: [Tick] = []

  /// The places of the ticks between those.
  private(set) var minor: [Double] = []

  /// The width of the widest text, or the height of the upright ones.
  private(set) var widest = 0.0

  /// Whether the texts of a horizontal axis run upwards.
  private(set) var isUpright = false

  /// Places the ticks of a vertical axis of a height.
  init(
    vertical axis: Axis,
    _ scale: AxisScale,
    height: Double,
    typesetter: Typesetter
  ) throws(PlotError) {
    place(axis, scale, count: max(Int(height / 44), 2))
    try fit(to: ChartStyle.longestLabel, typesetter)
  }

  /// Places the ticks of a horizontal axis of a width.
  init(
    horizontal axis: Axis,
    _ scale: AxisScale,
    width: Double,
    typesetter: Typesetter
  ) throws(PlotError) {
    guard axis.categories.isEmpty else {
      try placeCategories(axis.categories, scale, width: width, typesetter)
      return
    }
    for count in stride(from: max(Int(width / 64), 2), through: 2, by: -1) {
      place(axis, scale, count: count)
      if try hasRoom(width, typesetter) { break }
    }
    if try !hasRoom(width, typesetter), let first = ticks.first { ticks = [first] }
    try fit(to: width, typesetter)
  }

  private mutating func place(_ axis: Axis, _ scale: AxisScale, count: Int) {
    var numbers: [Double]
    if scale.isLogarithmic {
      let found = Ticks.logarithmic(from: scale.low, to: scale.high, count: count)
      numbers = found.labelled
      minor = found.minor.compactMap(scale.place)
    } else {
      numbers = Ticks.linear(
        from: scale.low,
        to: scale.high,
        count: count,
        isWhole: axis.isWhole
      )
    }
    numbers = numbers.filter {
      scale.place(of: $0).map { (-1e-6...1 + 1e-6).contains($0) } ?? false
    }
    let labels =
      scale.isLogarithmic ? TickLabels.logarithmic(numbers) : TickLabels.linear(numbers)
    ticks = zip(numbers, labels).map { Tick(place: scale.place(of: $0) ?? 0, label: $1) }
  }

  private mutating func placeCategories(
    _ names: [String],
    _ scale: AxisScale,
    width: Double,
    _ typesetter: Typesetter
  ) throws(PlotError) {
    ticks = names.enumerated().compactMap { index, name in
      scale.place(of: Double(index)).map { Tick(place: $0, label: name) }
    }
    let slot = width / Double(max(names.count, 1))
    try fit(to: max(ChartStyle.longestLabel, slot - ChartStyle.labelRoom), typesetter)
    isUpright = widest + ChartStyle.labelRoom > slot
    // Upright texts need a line's height each; where there is less, some names are left out.
    let pitch = ChartStyle.label.size + 3
    guard isUpright, slot < pitch else { return }
    let stride = Int((pitch / slot).rounded(.up))
    for index in ticks.indices where index % stride != 0 { ticks[index].label = "" }
  }

  /// Returns whether the texts side by side keep their distance.
  private func hasRoom(_ width: Double, _ typesetter: Typesetter) throws(PlotError) -> Bool {
    var end = -Double.infinity
    for tick in ticks where !tick.label.isEmpty {
      let half = try typesetter.advance(of: tick.label, style: ChartStyle.label) / 2
      if tick.place * width - half < end + ChartStyle.labelRoom { return false }
      end = tick.place * width + half
    }
    return true
  }

  private mutating func fit(to limit: Double, _ typesetter: Typesetter) throws(PlotError) {
    widest = 0
    for index in ticks.indices {
      ticks[index].label = try typesetter.fitting(
        ticks[index].label,
        style: ChartStyle.label,
        width: limit
      )
      let width = try typesetter.advance(of: ticks[index].label, style: ChartStyle.label)
      widest = max(widest, width)
    }
  }
}
