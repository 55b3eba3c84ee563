import Glibc
import Testing

@testable import Plots

@Suite struct TicksTests {
  @Test(arguments: [
    (0.0, 10.0, 6, [0.0, 2, 4, 6, 8, 10]), (0.0, 1.0, 5, [0.0, 0.25, 0.5, 0.75, 1]),
    (-1.05, 1.05, 5, [-1, -0.5, 0, 0.5, 1]), (97.0, 203.0, 3, [100.0, 150, 200]),
  ])
  func `are where people expect them`(low: Double, high: Double, count: Int, expected: [Double]) {
    let ticks = Ticks.linear(from: low, to: high, count: count, isWhole: false)
    #expect(ticks.count == expected.count, "\(ticks)")
    #expect(zip(ticks, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(ticks)")
  }

  @Test(arguments: [
    (-1e300, 1e300), (1e-300, 2e-300), (1.0, 1.000_000_01), (-5e-12, 3e-12),
    (123_456_789.0, 123_456_999.0),
    (-7.3e200, -7.29e200), (0.0, 2e-298),
  ])
  func `F115 lie in their range, evenly, whatever it is`(low: Double, high: Double) {
    for count in [2, 5, 11] {
      let ticks = Ticks.linear(from: low, to: high, count: count, isWhole: false)
      let span = high - low
      #expect(ticks.count >= 2)
      #expect(ticks.count <= 4 * count + 5)
      #expect(ticks.allSatisfy { $0 >= low - span * 1e-6 && $0 <= high + span * 1e-6 })
      let steps = zip(ticks, ticks.dropFirst()).map { $1 - $0 }
      #expect(steps.allSatisfy { $0 > 0 && abs($0 - steps[0]) < span * 1e-3 }, "\(ticks)")
      let labels = TickLabels.linear(ticks)
      #expect(labels.allSatisfy { !$0.isEmpty && $0.count < 30 })
    }
  }

  @Test func `of epochs are whole numbers`() {
    let ticks = Ticks.linear(from: 0.9, to: 3.1, count: 8, isWhole: true)
    #expect(ticks == [1, 2, 3])
    #expect(Ticks.linear(from: 0.9, to: 1.1, count: 8, isWhole: true) == [1])
  }

  @Test func `of a logarithmic axis are powers of ten, or nice numbers within two of them`() {
    let wide = Ticks.logarithmic(from: 1e-5, to: 10, count: 8)
    #expect(wide.labelled.map { log10($0).rounded() } == [-5, -4, -3, -2, -1, 0, 1])
    let narrow = Ticks.logarithmic(from: 0.8, to: 60, count: 6)
    #expect(narrow.labelled == [1, 2, 5, 10, 20, 50])
    #expect(narrow.minor.contains(30))
    let part = Ticks.logarithmic(from: 0.14, to: 0.18, count: 5)
    #expect(part.labelled.count >= 3)
    #expect(part.labelled.allSatisfy { (0.14...0.18).contains($0) })
    let huge = Ticks.logarithmic(from: 1e-300, to: 1e300, count: 6)
    #expect((2...8).contains(huge.labelled.count))
  }

  @Test(
    arguments: [
      ([0.0, 0.5, 1], ["0.0", "0.5", "1.0"]), ([-2.0, 0, 2], ["−2", "0", "2"]),
      ([0.0, 5_000, 10_000], ["0", "5,000", "10,000"]), ([1_000.0, 2_000], ["1000", "2000"]),
      ([0.001, 0.0015], ["0.0010", "0.0015"]), ([0.0, 2e-5], ["0", "2×10⁻⁵"]),
      ([1e8, 2.5e8], ["10⁸", "2.5×10⁸"]), ([-1e9, 0.0], ["−10⁹", "0"]),
    ] as [([Double], [String])]
  )
  func `are written with the digits that tell them apart`(ticks: [Double], labels: [String]) {
    #expect(TickLabels.linear(ticks) == labels)
  }

  @Test func `of a logarithmic axis are written all in one way`() {
    #expect(TickLabels.logarithmic([0.01, 1, 100]) == ["0.01", "1", "100"])
    #expect(TickLabels.logarithmic([1e-6, 1, 20]) == ["10⁻⁶", "10⁰", "2×10¹"])
  }
}
