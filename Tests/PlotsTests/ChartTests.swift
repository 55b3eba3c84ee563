import Testing

@testable import Plots

/// A text of a figure and the rectangle that it covers.
private struct PlacedText {
  let text: String
  let box: Rectangle

  init?(_ mark: Figure.Mark) throws {
    guard case .text(let text, let x, let y, let anchor, let style) = mark, !text.isEmpty else {
      return nil
    }
    let advance = try TextRaster(text, style: style).advance
    let before = advance * anchor.fraction
    let (rise, drop) = (style.capitalHeight, style.size * 0.15)
    self.text = text
    box =
      style.isUpright
      ? Rectangle(x: x - rise, y: y - advance + before, width: rise + drop, height: advance)
      : Rectangle(x: x - before, y: y - rise, width: advance, height: rise + drop)
  }

  static func all(in figure: Figure) throws -> [PlacedText] {
    try figure.marks.compactMap { try PlacedText($0) }
  }

  func overlaps(_ other: PlacedText) -> Bool {
    box.x < other.box.maxX && other.box.x < box.maxX && box.y < other.box.maxY
      && other.box.y < box.maxY
  }
}

@Suite struct ChartTests {
  /// Charts of every kind: long names, both scales, small and large pages.
  private static let samples: [(String, Chart)] = {
    let curve = (1...40).map { Point(Double($0), 1 / Double($0)) }
    let rising = (0..<50).map { Point(Double($0) * 1_000, Double($0 * $0)) }
    func chart(_ series: [Chart.Series], _ change: (inout Chart) -> Void = { _ in }) -> Chart {
      var chart = Chart(series)
      chart.title = "A title that says what this is"
      chart.x.title = "what goes to the right"
      chart.y.title = "what goes up"
      change(&chart)
      return chart
    }
    let two = [
      Chart.Series(label: "train", points: curve), Chart.Series(label: "test", points: rising),
    ]
    let names = ["PyTorch on two threads", "a backend with a long name", "aerepl", "x"]
    let bars = Chart.bars([("a", [3, -1, 2, 5]), ("b", [1, 2, 3, 4])], names: names)
    let many = Chart.bars([("", (0..<80).map(Double.init))], names: (0..<80).map { "item \($0)" })
    return [
      ("lines", chart(two)), ("log", chart(two) { $0.y.isLogarithmic = true }),
      (
        "both logs",
        chart(two) {
          $0.x.isLogarithmic = true
          $0.y.isLogarithmic = true
        }
      ),
      ("small", chart(two) { ($0.width, $0.height) = (260, 200) }),
      ("large", chart(two) { ($0.width, $0.height) = (1_600, 1_000) }),
      ("bars", bars),
      (
        "narrow bars",
        {
          var c = bars; c.width = 260; return c
        }()
      ), ("many", many),
      ("huge", chart([Chart.Series(points: [Point(0, -1e300), Point(1e300, 1e300)])])),
      ("tiny", chart([Chart.Series(points: [Point(1e-12, 3e-9), Point(2e-12, 4e-9)])])),
      ("one point", chart([Chart.Series(points: [Point(3, 5)])])),
      ("equal", chart([Chart.Series(points: (0..<5).map { Point(Double($0), 123_456) })])),
      (
        "thirty names",
        chart((0..<30).map { Chart.Series(label: "series number \($0)", points: curve) })
      ),
    ]
  }()

  @Test(arguments: samples.map(\.0))
  func `F115 no text leaves the page or touches another`(name: String) throws {
    let chart = try #require(Self.samples.first { $0.0 == name }).1
    let texts = try PlacedText.all(in: chart.drawn())
    #expect(texts.count >= 4)
    for (index, text) in texts.enumerated() {
      #expect(text.box.x >= 0 && text.box.maxX <= Double(chart.width), "\(text.text)")
      #expect(text.box.y >= 0 && text.box.maxY <= Double(chart.height), "\(text.text)")
      for other in texts[(index + 1)...] {
        #expect(!text.overlaps(other), "'\(text.text)' and '\(other.text)'")
      }
    }
    #expect(try DecodedPNG(chart.drawn().png())?.width == chart.width)
  }

  @Test(arguments: [true, false])
  func `the legend stands where the lines are not`(isRising: Bool) throws {
    let points = (0..<20).map { Point(Double($0), Double(isRising ? $0 : 20 - $0)) }
    let chart = Chart(["first", "second"].map { Chart.Series(label: $0, points: points) })
    let plan = try ChartPlan(chart)
    guard case .inside(let box) = plan.legendPlace else {
      Issue.record("there is room inside")
      return
    }
    #expect((box.x > 320) == !isRising)
    #expect(points.compactMap(plan.place).allSatisfy { !box.contains($0) })
  }

  @Test func `a legend that would hide points everywhere stands beside them`() throws {
    let points = (0..<900).map { Point(Double($0 % 30), Double($0 / 30)) }
    let chart = Chart(
      ["a", "b"].map { Chart.Series(label: $0, points: points, look: .dots) }
    )
    let plan = try ChartPlan(chart)
    guard case .beside = plan.legendPlace else {
      Issue.record("the cloud fills the chart")
      return
    }
    #expect(plan.area.maxX < 600)
  }

  @Test func `numbers that have no place leave a gap`() throws {
    let points = [1.0, 2, .nan, 4, 0, 6, 7].enumerated().map { Point(Double($0), $1) }
    var chart = Chart([Chart.Series(points: points)])
    func runs(_ chart: Chart) throws -> [Int] {
      try SeriesMarks(plan: ChartPlan(chart)).marks.compactMap {
        if case .stroke(let points, _) = $0 { points.count } else { nil }
      }
    }
    #expect(try runs(chart) == [2, 4])
    chart.y.isLogarithmic = true
    #expect(try runs(chart) == [2, 2])
  }

  @Test func `F115 refuses numbers of which none has a place`() {
    let chart = Chart([Chart.Series(points: [Point(0, .nan), Point(1, .infinity)])])
    #expect(throws: PlotError.nothingToDraw(finite: 0, count: 2)) { try chart.drawn() }
    var dark = Chart([Chart.Series(points: [Point(0, 0), Point(1, -1)])])
    dark.y.isLogarithmic = true
    #expect(throws: PlotError.nothingToDraw(finite: 2, count: 2)) { try dark.drawn() }
  }

  @Test func `F114 refuses pages without room`() {
    var chart = Chart([Chart.Series(points: [Point(0, 0)])])
    (chart.width, chart.height) = (40, 40)
    #expect(throws: PlotError.tooSmall(width: 40, height: 40)) { try chart.drawn() }
    (chart.width, chart.height, chart.density) = (8_192, 8_192, 8)
    #expect(throws: PlotError.tooLarge(width: 65_536, height: 65_536)) {
      try chart.drawn().png()
    }
  }

  @Test func `a line of a million points becomes a few thousand`() throws {
    let points = (0..<200_000).map { Point(Double($0), Double($0 * 7_919 % 1_000)) }
    let marks = try SeriesMarks(plan: ChartPlan(Chart([Chart.Series(points: points)]))).marks
    let counts = marks.compactMap { mark -> Int? in
      if case .stroke(let points, _) = mark { points.count } else { nil }
    }
    #expect(counts.count == 1)
    #expect(counts[0] > 1_000 && counts[0] < 6_000)
  }
}
