internal import Plots

/// Codes with their labels, ready to be drawn.
struct LatentCloud {
  private let codes: [Float]
  private let width: Int
  private let labels: [UInt8]?

  /// Creates a cloud of rows of `width` numbers; `labels` has one for each row.
  init(codes: [Float], width: Int, labels: [UInt8]?) {
    self.codes = codes
    self.width = width
    self.labels = labels
  }

  /// The dimensions that are drawn as they are; nil where a projection shows more.
  var defaultDimensions: [Int]? { width <= 3 ? Array(0..<width) : nil }

  /// Returns the chart of one or two dimensions, or of the two principal directions for nil.
  func chart(_ dimensions: [Int]?) -> Chart {
    let points: [Point]
    var axes: (x: Axis, y: Axis)
    if let dimensions, dimensions.count == 1 {
      // One number leaves the other direction to the labels, spread so that points lie side by side.
      points = (0..<count).map { row in
        let spread = Double(row * 2_654_435_761 % 1_000) / 1_000 - 0.5
        return Point(value(row, dimensions[0]), Double(labels?[row] ?? 0) + spread * 0.7)
      }
      axes = (Axis(title: "code \(dimensions[0])"), Axis(title: "label", isWhole: true))
    } else if let dimensions {
      points = (0..<count).map { Point(value($0, dimensions[0]), value($0, dimensions[1])) }
      axes = (Axis(title: "code \(dimensions[0])"), Axis(title: "code \(dimensions[1])"))
    } else {
      let principal = PrincipalAxes(codes, width: width)
      points = principal.points
      let (first, second) = principal.shares
      axes = (
        Axis(title: "first principal component (\(Self.percent(first)))"),
        Axis(title: "second principal component (\(Self.percent(second)))")
      )
    }
    var chart = Chart(
      classes.map { name, rows, color in
        Chart.Series(label: name, points: rows.map { points[$0] }, look: .dots, color: color)
      }
    )
    (chart.x, chart.y) = axes
    if dimensions?.count == 1 {
      // The vertical axis names the labels already.
      for index in chart.series.indices { chart.series[index].label = "" }
    } else if labels != nil {
      chart.notes = chart.series.compactMap { series in
        guard let x = Self.median(series.points.map(\.x)),
          let y = Self.median(series.points.map(\.y))
        else { return nil }
        return Chart.Note(series.label, at: Point(x, y), color: series.color ?? 0)
      }
    }
    return chart
  }

  /// Returns the chart of three dimensions.
  func spaceChart(_ dimensions: [Int]) -> SpaceChart {
    var chart = SpaceChart(
      classes.map { name, rows, color in
        let places = rows.map { row in
          SpaceChart.Place(
            value(row, dimensions[0]),
            value(row, dimensions[1]),
            value(row, dimensions[2])
          )
        }
        return SpaceChart.Series(label: name, places: places, color: color)
      },
      axes: dimensions.map { "code \($0)" }
    )
    guard labels != nil else { return chart }
    chart.notes = chart.series.compactMap { series in
      guard let x = Self.median(series.places.map(\.x)),
        let y = Self.median(series.places.map(\.y)), let z = Self.median(series.places.map(\.z))
      else { return nil }
      return (series.label, SpaceChart.Place(x, y, z), series.color)
    }
    return chart
  }

  private var count: Int { codes.count / width }

  private func value(_ row: Int, _ dimension: Int) -> Double {
    Double(codes[row * width + dimension])
  }

  /// The rows of each label, in the order of the labels; all rows under no name without labels.
  private var classes: [(name: String, rows: [Int], color: Int)] {
    guard let labels else { return [("", Array(0..<count), 0)] }
    var rows = [[Int]](repeating: [], count: 256)
    for row in 0..<count { rows[Int(labels[row])].append(row) }
    return rows.enumerated().filter { !$0.element.isEmpty }.map { (String($0), $1, $0) }
  }

  private static func median(_ numbers: [Double]) -> Double? {
    let sorted = numbers.filter(\.isFinite).sorted()
    return sorted.isEmpty ? nil : sorted[sorted.count / 2]
  }

  private static func percent(_ share: Double) -> String {
    "\(NumberText.fixed(share * 100, decimals: 0)) %"
  }
}
