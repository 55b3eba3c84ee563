import Testing

@testable import Plots

@Suite struct HistogramTests {
  @Test func `counts every number once`() throws {
    let numbers: [Float] = [0, 0.5, 1, 1.5, 2, 3, 4, .nan, -.infinity]
    let histogram = try Histogram(numbers, bins: 4)
    #expect(histogram.counts == [2, 2, 1, 2])
    #expect(histogram.low == 0 && histogram.width == 1 && histogram.leftOut == 2)
  }

  @Test(arguments: [
    [Float](repeating: 7, count: 5), [0], [0, 0, 0, 0, 1], [-1e38, 1e38], [1, 1.000_000_1],
  ])
  func `F115 takes equal and extreme numbers`(numbers: [Float]) throws {
    let histogram = try Histogram(numbers, bins: nil)
    #expect(histogram.counts.reduce(0, +) == numbers.count)
    #expect((1...100).contains(histogram.counts.count))
    #expect(try DecodedPNG(histogram.chart().drawn().png()) != nil)
  }

  @Test func `refuses numbers of which none is finite`() {
    #expect(throws: PlotError.nothingToDraw(finite: 0, count: 2)) {
      try Histogram([.nan, .infinity], bins: nil)
    }
  }
}
