import Networks
import Tensors
import Testing

@Suite struct ArchitectureTests {
  @Test func `refuses widths that make no encoder`() {
    #expect(throws: ArchitectureError.tooFewWidths(1)) { try Architecture(widths: [784]) }
    for width in [0, -1, 1_000_000_000] {
      #expect(throws: ArchitectureError.widthOutOfRange(width, limit: Architecture.widthLimit)) {
        try Architecture(widths: [784, width, 3])
      }
    }
    #expect(throws: ArchitectureError.tooManyWidths(10_000, limit: 256)) {
      try Architecture(widths: [Int](repeating: 4, count: 10_000))
    }
  }

  @Test func `tells what it needs before anything is allocated`() throws {
    let seed = try Architecture(widths: [784, 128, 64, 16, 3])
    #expect(seed.memoryNeeded(batchSize: 128) < 20 << 20)
    #expect(seed.memoryNeeded(batchSize: 128) > 220_435 * 16)
    let limit = Architecture.widthLimit
    let huge = try Architecture(widths: [Int](repeating: limit, count: 256))
    #expect(huge.memoryNeeded(batchSize: 1 << 60) == .max)
    #expect(throws: TensorError.self) {
      try Autoencoder(huge, seed: 0, backend: CPUBackend(threads: 1))
    }
  }

  @Test func `leaves out activations that do nothing, and biases`() throws {
    let linear = try Architecture(
      widths: [4, 3, 2],
      activation: .none,
      output: .sigmoid,
      hasBias: false
    )
    let names = linear.parameters.map(\.name)
    #expect(
      names == ["encoder.0.weight", "encoder.1.weight", "decoder.0.weight", "decoder.1.weight"]
    )
    #expect(linear.description.contains("(1): Linear(in_features=3, out_features=2, bias=False)"))
    #expect(linear.description.contains("(2): Sigmoid()"))
  }

  @Test func `finds activations, losses and optimizers by their names`() throws {
    for activation in Activation.all { #expect(Activation.named(activation.name) == activation) }
    #expect(Activation.named("ReLU") == nil)
    for loss in Loss.all { #expect(Loss.named(loss.name) == loss) }
    #expect(Loss.named("nll") == nil)
    for type in Optimizers.all {
      #expect(type.init(try .init([:], for: type.hyperParameters)).values["lr"] == 1e-3)
    }
    #expect(throws: OptimizerError.unknownOptimizer("adamw")) { try Optimizers.make("adamw") }
  }

  @Test(arguments: [-1, .nan, .infinity, 1e31])
  func `refuses a learning rate out of bounds`(rate: Double) {
    #expect(throws: OptimizerError.self) { try Optimizers.make("adam", ["lr": rate]) }
  }

  @Test func `refuses an option that is not there`() {
    let known = ["lr", "momentum", "weight_decay"]
    #expect(throws: OptimizerError.unknownOption("beta1", known: known)) {
      try Optimizers.make("sgd", ["beta1": 0.5])
    }
  }
}
