import Networks
import Tensors
import Testing

@Suite(.serialized) struct DenormalTests {
  /// Returns the shortest of some runs of ten steps that leave the weights as they are.
  private func time(_ trainer: Trainer) throws -> Duration {
    try (0..<7).map { _ in
      try ContinuousClock().measure { try trainer.run(.steps(10), rate: 0) }
    }.min() ?? .zero
  }

  @Test(arguments: [1, 714, 71_362] as [UInt32])
  func `F044 weights full of denormals train at most three times slower`(bits: UInt32) throws {
    let value = Float(bitPattern: bits)
    #expect(value.isSubnormal)
    let samples = Samples(count: 256, width: 200, batchSize: 64)
    let trainer = try makeTrainer(samples, widths: [200, 64, 16], optimizer: "sgd")
    let ordinary = try time(trainer)
    for name in trainer.model.parameterNames {
      let shape = try #require(trainer.model.parameter(name)).shape
      #expect(trainer.model.setParameter(name, to: Tensor(shape: shape, repeating: value)))
    }
    #expect(try time(trainer) <= ordinary * 3)
    let weight = try #require(trainer.model.parameter("encoder.0.weight"))
    // A step may take such numbers for zeros, and no other way.
    #expect(weight.scalars.allSatisfy { $0 == value || $0 == 0 })
  }
}
