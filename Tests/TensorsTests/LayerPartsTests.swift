import TestSupport
import Testing

@testable import Tensors

@Suite struct LayerPartsTests {
  private func parts(_ widths: [Int]) -> LayerParts {
    LayerParts(BackendConformance.plan(.init(widths, batch: 1)), workers: 2)
  }

  @Test func `cuts the tutorial's large layers in two`() {
    let ranges = parts([784, 128, 64, 128, 784]).ranges
    #expect(ranges == [[0..<64, 64..<128], [0..<64], [0..<128], [0..<392, 392..<784]])
    let plan = BackendConformance.plan(.init([784, 128, 64, 128, 784], batch: 1))
    let alone = LayerParts(plan, workers: 1).ranges
    #expect(alone == [[0..<128], [0..<64], [0..<128], [0..<392, 392..<784]])
  }

  @Test(arguments: [1, 63, 64, 127, 129, 383, 767, 768, 769, 1000, 1537, 3072, 5000])
  func `parts follow each other and hold all outputs`(width: Int) {
    for ranges in parts([10, width, width, 10]).ranges {
      #expect([1, 2, 4, 8].contains(ranges.count))
      #expect(ranges[0].lowerBound == 0)
      for (left, right) in zip(ranges, ranges.dropFirst()) {
        #expect(left.upperBound == right.lowerBound)
        #expect(left.count % 8 == 0 && abs(left.count - right.count) <= 16)
      }
    }
    let middle = parts([10, width, width, 10]).ranges[1]
    #expect(middle.last?.upperBound == width)
    #expect(middle.count == 1 || middle.allSatisfy { $0.count >= 376 })
  }

  @Test func `weights of different parts lie pages apart, those of one part at once`() {
    let parts = parts([784, 128, 64, 128, 784])
    #expect(parts.weightOffsets[1] == [0, 128 * 64])
    let offsets = parts.weightOffsets[3]
    #expect(offsets[1] - offsets[0] >= 128 * 392 + pageFloats)
    #expect(offsets.allSatisfy { $0 % 16 == 0 })
    #expect(parts.blockColumns[3] == [0, 448, 896])
  }

  @Test func `copies the output gradients of large layers and of a sparse first one`() {
    let parts = parts([784, 512, 64, 512, 784])
    #expect(parts.areCopied(isSparse: false) == [true, false, false, true])
    #expect(parts.areCopied(isSparse: true) == [true, false, false, true])
    let small = self.parts([784, 128, 784])
    #expect(small.areCopied(isSparse: false) == [false, false])
    #expect(small.areCopied(isSparse: true) == [true, false])
  }

  @Test func `shares by outputs what has many weights for its batch`() {
    let parts = parts([784, 128, 64, 128, 784])
    let both = [true, false, false, true]
    #expect(parts.areShared(capacity: 128, workers: 2) == both)
    #expect(parts.areShared(capacity: 128, workers: 1) == [false, false, false, false])
    // The lists of so many samples are more than the weights of the first layer.
    #expect(parts.areShared(capacity: 1024, workers: 2) == [false, false, false, true])
  }

  @Test func `the sums over parts are budgeted`() {
    let bytes = [760, 768].map { width in
      BackendConformance.plan(.init([10, 10_000, width, 10], batch: 1))
        .memoryNeeded(batchSize: 1000)
    }
    #expect(bytes[1] - bytes[0] > 2 * 10_000 * 1000 * 4)
  }
}
