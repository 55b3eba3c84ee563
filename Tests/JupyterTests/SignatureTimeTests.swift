import Testing

@testable import Jupyter

@Suite(.serialized) struct SignatureTimeTests {
  @Test func `F148 the time of a check does not tell where a signature is wrong`() {
    let signer = MessageSigner(key: Array("a key".utf8))
    let parts = (0..<4).map { _ in Array("{}".utf8) }
    let right = signer.signature(of: parts[...])
    func flipped(_ place: Int) -> [UInt8] {
      var wrong = right
      wrong[place] = wrong[place] == 0x30 ? 0x31 : 0x30
      return wrong
    }
    let wrong = [flipped(0), flipped(63)]
    var times: [[Double]] = [[], []]
    let clock = ContinuousClock()
    var accepted = 0
    // In turn, so that whatever else the machine does meets both alike.
    for round in 0..<100_000 {
      let kind = round & 1
      let time = clock.measure { if signer.isValid(wrong[kind], of: parts[...]) { accepted += 1 } }
      times[kind].append(time / .nanoseconds(1))
    }
    #expect(accepted == 0)
    // The slowest tenth are interruptions by the system, not the check.
    let kept = times.map { Array($0.sorted().prefix(45_000)) }
    let (first, last) = (Moments(kept[0]), Moments(kept[1]))
    // Welch's statistic of the difference of two means.
    let error = (first.variance / 45_000 + last.variance / 45_000).squareRoot()
    let statistic = abs(first.mean - last.mean) / error
    #expect(statistic < 4.5 || abs(first.mean - last.mean) < 0.01 * first.mean, "t = \(statistic)")
  }
}

/// The mean and the variance of some numbers.
private struct Moments {
  let mean: Double
  let variance: Double

  init(_ numbers: [Double]) {
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    self.mean = mean
    variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count)
  }
}
