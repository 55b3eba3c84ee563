import Testing

@testable import Plots

@Suite struct ProjectionTests {
  @Test func `the first direction is that of the largest variance`() {
    // Points along (1, 2, 2) / 3 with a little across it along (2, 1, -2) / 3.
    let places: [(Float, Float)] = [(-2, 0.1), (-1, -0.1), (0, 0), (1, -0.1), (2, 0.1)]
    let rows = places.map { along, across -> [Float] in
      [along + 2 * across, 2 * along + across, 2 * along - 2 * across]
    }
    let axes = PrincipalAxes(rows.flatMap { $0 }, width: 3)
    let expected: [Double] = [-6, -3, 0, 3, 6]
    #expect(zip(axes.points, expected).allSatisfy { abs($0.x - $1) < 0.1 })
    #expect(axes.shares.0 > 0.98 && axes.shares.0 + axes.shares.1 > 0.9999)
  }

  @Test func `rows that are not finite have no place, equal rows all have one`() {
    let axes = PrincipalAxes([1, 2, .nan, 0, 3, 4, 5, 6], width: 2)
    #expect(axes.points[1].x.isNaN)
    #expect(axes.points[0].x < axes.points[2].x && axes.points[2].x < axes.points[3].x)
    let equal = PrincipalAxes([Float](repeating: 3, count: 12), width: 4)
    #expect(equal.points.allSatisfy { $0 == Point(0, 0) })
  }

  @Test(arguments: [(-60.0, 25.0), (0, 0), (90, 90), (200, -40)])
  func `space is drawn from any side`(azimuth: Double, elevation: Double) throws {
    let places = (0..<60).map { SpaceChart.Place(Double($0 % 4), Double($0 % 5), Double($0 % 3)) }
    var chart = SpaceChart(
      [.init(label: "a", places: places, color: 0), .init(label: "b", places: places, color: 1)],
      axes: ["x", "y", "z"]
    )
    (chart.azimuth, chart.elevation) = (azimuth, elevation)
    let figure = try chart.drawn()
    let png = try #require(DecodedPNG(figure.png()))
    #expect(png.width == 640 && png.hasColor)
    for mark in figure.marks {
      guard case .text(_, let x, let y, _, _) = mark else { continue }
      #expect((0...640).contains(x) && (0...480).contains(y))
    }
    chart.series = [.init(label: "", places: [.init(.nan, 0, 0)], color: 0)]
    #expect(throws: PlotError.nothingToDraw(finite: 0, count: 1)) { try chart.drawn() }
  }
}
