import TestSupport
import Testing

@testable import Tensors

@Suite struct GradientUnitTests {
  private func units(_ widths: [Int], workers: Int) -> (NetworkPlan, LayerParts, [GradientUnit]) {
    let plan = BackendConformance.plan(.init(widths, batch: 1))
    let parts = LayerParts(plan, workers: workers)
    return (plan, parts, GradientUnit.all(plan, parts.ranges, workers: workers))
  }

  @Test(
    arguments: [[784, 128, 64, 16, 3, 16, 64, 128, 784], [5, 3, 5], [1000, 1537, 30, 1000]],
    [1, 2, 3, 8]
  )
  func `hold each weight and each bias once`(widths: [Int], workers: Int) {
    let (plan, parts, units) = units(widths, workers: workers)
    for (layer, ranges) in parts.ranges.enumerated() {
      for (part, outputs) in ranges.enumerated() {
        let mine = units.filter { $0.layer == layer && $0.part == part }
        #expect(mine.flatMap { Array($0.rows) } == Array(0..<plan.layers[layer].inputs))
        #expect(mine.flatMap { Array($0.biases) } == Array(outputs))
        #expect(mine.allSatisfy { $0.columns == outputs.count })
        #expect(
          mine.allSatisfy {
            ($0.biases.lowerBound - outputs.lowerBound) % 16 == 0 || $0.biases.isEmpty
          }
        )
      }
    }
  }

  @Test func `small layers are whole and come last, the others are cut finely`() {
    let (plan, _, units) = units([784, 128, 64, 16, 3, 16, 64, 128, 784], workers: 2)
    let small = units.suffix(6)
    #expect(small.map(\.layer) == [6, 1, 5, 2, 4, 3])
    #expect(small.allSatisfy { $0.count == plan.layers[$0.layer].inputs * $0.columns })
    #expect(units.dropLast(6).allSatisfy { $0.layer == 0 || $0.layer == 7 })
    #expect(units.dropLast(6).allSatisfy { $0.count <= 392 * 12 })
  }
}
