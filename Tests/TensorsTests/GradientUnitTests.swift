import Kernels
import TestSupport
import Testing

@testable import Tensors

@Suite struct GradientUnitTests {
  private func units(
    _ widths: [Int],
    workers: Int,
    isSparse: Bool = true
  ) -> (NetworkPlan, LayerParts, [GradientUnit]) {
    let plan = BackendConformance.plan(.init(widths, batch: 1))
    let parts = LayerParts(plan, workers: workers)
    let units = GradientUnit.all(
      plan,
      parts.ranges,
      workers: workers,
      areCopied: parts.areCopied(isSparse: isSparse)
    )
    return (plan, parts, units)
  }

  @Test(
    arguments: [[784, 128, 64, 16, 3, 16, 64, 128, 784], [5, 3, 5], [1000, 1537, 30, 1000]],
    [1, 2, 3, 8]
  )
  func `hold each weight and each bias once`(widths: [Int], workers: Int) {
    for isSparse in [true, false] {
      let (plan, parts, units) = units(widths, workers: workers, isSparse: isSparse)
      for (layer, ranges) in parts.ranges.enumerated() {
        for (part, outputs) in ranges.enumerated() {
          let mine = units.filter { $0.layer == layer && $0.part == part }
          #expect(mine.allSatisfy { $0.stride == outputs.count && $0.columns.lowerBound % 16 == 0 })
          let weights = mine.flatMap { unit in
            unit.rows.flatMap { row in unit.columns.map { row * outputs.count + $0 } }
          }
          let inputs = plan.layers[layer].inputs
          #expect(weights.sorted() == Array(0..<inputs * outputs.count))
          #expect(mine.flatMap { Array($0.biases) }.sorted() == Array(0..<outputs.count))
          #expect(
            mine.allSatisfy { unit in
              unit.offset == unit.rows.lowerBound * unit.stride + unit.columns.lowerBound
            }
          )
        }
      }
    }
  }

  @Test func `small layers are whole and come last, the others are cut finely`() {
    let (plan, _, units) = units([784, 128, 64, 16, 3, 16, 64, 128, 784], workers: 2)
    let small = units.suffix(6)
    #expect(small.map(\.layer) == [6, 1, 5, 2, 4, 3])
    #expect(small.allSatisfy { $0.count == plan.layers[$0.layer].inputs * $0.stride })
    #expect(units.dropLast(6).allSatisfy { $0.layer == 0 || $0.layer == 7 })
    #expect(units.dropLast(6).allSatisfy { $0.count <= 128 * Int(kernelPanelWidth) })
  }

  @Test func `what is copied as a whole is cut by its inputs alone`() {
    let widths = [784, 128, 3, 128, 784]
    let first = { (isSparse: Bool) in
      units(widths, workers: 2, isSparse: isSparse).2.filter { $0.layer == 0 }
    }
    #expect(first(true).allSatisfy { $0.columns.count == 64 && $0.rows.count <= 60 })
    #expect(first(false).allSatisfy { $0.columns.count <= 64 && $0.rows.count >= 96 })
    let last = units(widths, workers: 2).2.filter { $0.layer == 3 }
    #expect(last.allSatisfy { $0.columns.count <= 64 && $0.rows == 0..<128 })
    #expect(last.count == 14)
    let large = units([784, 512, 784], workers: 2).2.filter { $0.layer == 1 }
    #expect(large.allSatisfy { $0.columns.count == 392 })
    #expect(large.count > 16)
  }
}
