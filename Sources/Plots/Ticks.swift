import Glibc

/// Where an axis has its ticks.
///
/// Linear axes follow the search of Talbot, Lin and Hanrahan, "An Extension of Wilkinson's Algorithm
/// for Positioning Tick Labels on Axes" (2010), with their weights, but for legibility, which the
/// caller measures on the labels themselves.
enum Ticks {
  /// The steps that are nice, from the nicest.
  private static let niceSteps = [1, 5, 2, 2.5, 4, 3]

  /// Returns ticks within a range, about `count` of them; with `isWhole` at whole numbers only.
  ///
  /// A range that no numbers divide has its ends for ticks.
  static func linear(from low: Double, to high: Double, count: Int, isWhole: Bool) -> [Double] {
    var best: (score: Double, start: Double, step: Double, count: Int)?
    for (index, nice) in niceSteps.enumerated() {
      for skip in 1...4 {
        for wanted in 2...max(2, 2 * count) {
          let spacing = (high - low) / Double(wanted + 1) / Double(skip) / nice
          guard spacing > 0, spacing.isFinite else { continue }
          let power = Int(log10(spacing).rounded(.up))
          for exponent in power...power + 1 {
            let step = Double(skip) * nice * pow(10, Double(exponent))
            guard step > 0, step.isFinite, !isWhole || step.rounded() == step else { continue }
            let start = (low / step).rounded(.up) * step
            let found = ((high - start) / step * (1 + 1e-12)).rounded(.down)
            guard (1...Double(4 * count + 4)).contains(found) else { continue }
            let score = score(
              (index, skip, start, step, Int(found) + 1),
              from: low,
              to: high,
              count: count
            )
            if best.map({ score > $0.score }) ?? true {
              best = (score, start, step, Int(found) + 1)
            }
          }
        }
      }
    }
    guard let best else {
      let ends = isWhole ? [low.rounded(.up), high.rounded(.down)] : [low, high]
      return ends[0] == ends[1] ? [ends[0]] : ends.filter((low...high).contains)
    }
    // Multiples, not sums, and a clean zero: rounding must not show in the labels.
    let first = (best.start / best.step).rounded()
    return (0..<best.count).map { index in
      let tick = (first + Double(index)) * best.step
      return tick == 0 ? 0 : tick
    }
  }

  private static func score(
    _ ticks: (nice: Int, skip: Int, start: Double, step: Double, count: Int),
    from low: Double,
    to high: Double,
    count: Int
  ) -> Double {
    let last = ticks.start + Double(ticks.count - 1) * ticks.step
    let hasZero = ticks.start <= 0 && last >= 0
    let simplicity =
      1 - Double(ticks.nice) / Double(niceSteps.count - 1) - Double(ticks.skip) + 1
      + (hasZero ? 1 : 0)
    let span = high - low
    let missed = pow((high - last) / span, 2) + pow((low - ticks.start) / span, 2)
    let coverage = 1 - 0.5 * missed / 0.01
    let wanted = Double(count - 1) / span
    let found = Double(ticks.count - 1) / (last - ticks.start)
    let density = 2 - max(found / wanted, wanted / found)
    return 0.25 * simplicity + 0.2 * coverage + 0.5 * density
  }

  /// The ticks of a logarithmic axis.
  struct Logarithmic {
    /// Those with labels.
    var labelled: [Double]
    /// Those between them.
    var minor: [Double]
  }

  /// Returns the ticks within a range of numbers above zero: powers of ten, with 2 to 9 between
  /// them; a range within two decades is labelled at 1, 2 and 5, one within a decade's part as a
  /// linear one.
  static func logarithmic(from low: Double, to high: Double, count: Int) -> Logarithmic {
    let first = Int(log10(low).rounded(.down))
    let last = Int(log10(high).rounded(.up))
    let range = low * (1 - 1e-12)...high * (1 + 1e-12)
    func ticks(_ digits: [Double], every stride: Int = 1) -> [Double] {
      Swift.stride(from: first, through: last, by: 1).filter { $0 % stride == 0 }.flatMap { power in
        digits.map { $0 * pow(10, Double(power)) }.filter(range.contains)
      }
    }
    let powers = ticks([1])
    if powers.count < 3 {
      let choices = [[1, 2, 5], [1, 2, 3, 5], [1, 2, 3, 4, 6, 8]].map { ticks($0) }
      let labelled = choices.first { $0.count >= min(4, count) }
      guard let labelled, high / low > 3 else {
        return Logarithmic(
          labelled: linear(from: low, to: high, count: count, isWhole: false),
          minor: []
        )
      }
      return Logarithmic(labelled: labelled, minor: ticks([2, 3, 4, 5, 6, 7, 8, 9]))
    }
    let stride = max(1, (powers.count + count - 1) / max(count, 2))
    return Logarithmic(
      labelled: ticks([1], every: stride),
      minor: stride > 1 ? powers : powers.count > 4 ? [] : ticks([2, 3, 4, 5, 6, 7, 8, 9])
    )
  }
}
