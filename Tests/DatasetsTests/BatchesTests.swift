import Tensors
import Testing

@testable import Datasets

@Suite struct BatchesTests {
  private let images = ImageSet(
    height: 1,
    width: 2,
    bytes: [UInt8](repeating: 0, count: 200),
    labels: nil,
    scaling: .standard
  )

  private func batches(shuffled: Bool = true, seed: UInt64 = 1) -> Batches {
    Batches(images, batchSize: 7, shuffled: shuffled, random: RandomSource(seed: seed))
  }

  @Test func `visits the rows in order when not shuffled`() {
    #expect(batches(shuffled: false).order(epoch: 3) == (0..<100).map(Int32.init))
  }

  @Test func `visits every row once in each epoch`() {
    #expect(batches().order(epoch: 0).sorted() == (0..<100).map(Int32.init))
    #expect(batches().rows.rowCount == 100)
    #expect(batches().batchSize == 7)
  }

  @Test func `has one order for each seed and epoch`() {
    #expect(batches().order(epoch: 2) == batches().order(epoch: 2))
    #expect(batches().order(epoch: 2) != batches().order(epoch: 3))
    #expect(batches().order(epoch: 2) != batches(seed: 2).order(epoch: 2))
  }
}
