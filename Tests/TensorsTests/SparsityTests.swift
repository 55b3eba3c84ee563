import TestSupport
import Testing

@testable import Tensors

@Suite struct SparsityTests {
  static func matrix(zeros: Int, of count: Int) -> ByteMatrix {
    let bytes = (0..<count).map { UInt8($0 < zeros ? 0 : 1) }
    return ByteMatrix(rowCount: 1, columnCount: count, bytes: bytes)
  }

  @Test func `most bytes must be zero`() {
    #expect(Self.matrix(zeros: 61, of: 100).isSparse)
    #expect(!Self.matrix(zeros: 59, of: 100).isSparse)
    #expect(!ByteMatrix(rowCount: 0, columnCount: 5, bytes: []).isSparse)
  }

  @Test func `the first rows decide`() {
    let rows = 1500
    let bytes = (0..<rows).flatMap { [UInt8](repeating: $0 < 1024 ? 0 : 1, count: 3) }
    #expect(ByteMatrix(rowCount: rows, columnCount: 3, bytes: bytes).isSparse)
  }

  /// Gradients that were used and dropped are computed again when they are asked for, and only then.
  @Test(arguments: [false, true])
  func `gradients are those of the step that used them`(isSparse: Bool) throws {
    let shape = BackendConformance.Case([70, 33, 70], .tanh, batch: 40, isSparse: isSparse)
    let plan = BackendConformance.plan(shape)
    let batch = BackendConformance.batch(shape)
    let networks = try (0..<2).map { _ in try CPUBackend(threads: 2).makeNetwork(plan) }
    var random = RandomSource(seed: 9).stream(.weights)
    for parameter in plan.parameters {
      let scalars = (0..<plan.shape(of: parameter).count).map { _ in random.nextUniform() - 0.5 }
      for network in networks {
        let tensor = Tensor(shape: plan.shape(of: parameter), scalars: scalars)
        network.set(.value, of: parameter, to: tensor)
        #expect(network.tensor(.value, of: parameter) == tensor)
      }
    }
    _ = try networks[0].step(on: batch, loss: .squared, rule: nil)
    _ = try networks[1].step(on: batch, loss: .squared, rule: .adam(CPUBackendTests.adam))
    for parameter in plan.parameters {
      let kept = networks[0].tensor(.gradient, of: parameter)
      #expect(networks[1].tensor(.gradient, of: parameter) == kept)
      #expect(kept.scalars.contains { $0 != 0 })
    }
  }
}
