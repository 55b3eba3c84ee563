import Glibc

/// How many numbers lie in each of equally wide bins.
public struct Histogram: Equatable, Sendable {
  /// The lower end of the first bin.
  public let low: Double

  /// The width of a bin.
  public let width: Double

  /// The numbers in each bin; the last one includes its upper end.
  public let counts: [Int]

  /// The numbers that are not finite, which are in no bin.
  public let leftOut: Int

  /// Counts numbers in as many bins as asked for, or by the rule of Freedman and Diaconis (1981):
  /// bins of twice the quartiles' distance over the cube root of the count, at least 10, at most 100.
  ///
  /// - Throws: `PlotError.nothingToDraw` where no number is finite, `stopped` where `stop` says so.
  public init(_ numbers: [Float], bins: Int?, stop: StopCheck = .never) throws(PlotError) {
    let ranks = RankFinder(numbers, stop: stop)
    leftOut = numbers.count - ranks.count
    guard let first = ranks.smallest, let last = ranks.largest else {
      try stop.check()
      throw .nothingToDraw(finite: 0, count: numbers.count)
    }
    guard first < last else {
      // Equal numbers fill one bin around them.
      let room = max(abs(first) * 0.05, 0.5)
      (low, width, counts) = (first - room, 2 * room, [ranks.count])
      return
    }
    let span = last - first
    let quartiles = ranks.number(ranks.count * 3 / 4) - ranks.number(ranks.count / 4)
    let wanted = span / (2 * quartiles / cbrt(Double(ranks.count)))
    // The ratio may be anything, even infinite, where many numbers are equal.
    let count = bins ?? (wanted.isFinite ? Int(min(max(wanted.rounded(.up), 10), 100)) : 50)
    var counts = [Int](repeating: 0, count: count)
    for (index, number) in numbers.enumerated() where number.isFinite {
      if stop.isStop(before: index) { break }
      let place = (Double(number) - first) / span * Double(count)
      counts[min(Int(place), count - 1)] += 1
    }
    try stop.check()
    self.counts = counts
    low = first
    width = span / Double(count)
  }

  /// Returns the bins as the bars of a chart.
  public func chart() -> Chart {
    let points = counts.enumerated().map { Point(low + (Double($0) + 0.5) * width, Double($1)) }
    var chart = Chart([Chart.Series(points: points, look: .bars(width: width))])
    chart.y = Axis(title: "count", isWhole: true)
    return chart
  }
}
