import Tensors
import Testing

@testable import Networks

@Suite struct AutoencoderTests {
  static func model(_ widths: [Int] = [784, 128, 64, 16, 3], seed: UInt64 = 0) throws -> Autoencoder
  {
    try Autoencoder(try Architecture(widths: widths), seed: seed, backend: CPUBackend(threads: 2))
  }

  @Test func `prints its modules as PyTorch does`() throws {
    #expect(
      try Self.model().description == """
        AutoEncoder(
          (encoder): Sequential(
            (0): Linear(in_features=784, out_features=128, bias=True)
            (1): ReLU()
            (2): Linear(in_features=128, out_features=64, bias=True)
            (3): ReLU()
            (4): Linear(in_features=64, out_features=16, bias=True)
            (5): ReLU()
            (6): Linear(in_features=16, out_features=3, bias=True)
          )
          (decoder): Sequential(
            (0): Linear(in_features=3, out_features=16, bias=True)
            (1): ReLU()
            (2): Linear(in_features=16, out_features=64, bias=True)
            (3): ReLU()
            (4): Linear(in_features=64, out_features=128, bias=True)
            (5): ReLU()
            (6): Linear(in_features=128, out_features=784, bias=True)
            (7): Tanh()
          )
        )
        """
    )
  }

  @Test func `names its parameters as PyTorch does`() throws {
    let names = ["encoder", "decoder"].flatMap { part in
      [0, 2, 4, 6].flatMap { ["\(part).\($0).weight", "\(part).\($0).bias"] }
    }
    let model = try Self.model()
    #expect(model.parameterNames == names)
    #expect(model.parameter("encoder.0.weight")?.shape == [128, 784])
    #expect(model.parameter("decoder.6.bias")?.shape == [784])
    #expect(model.parameter("encoder.1.weight") == nil)
  }

  @Test func `counts parameters and multiply-adds`() throws {
    let rows = try Architecture(widths: [784, 128, 64, 16, 3]).summary
    #expect(rows.count == 15)
    #expect(rows.reduce(0) { $0 + $1.parameterCount } == 220_435)
    #expect(rows.reduce(0) { $0 + $1.multiplyAdds } == 219_232)
    #expect(
      rows[0]
        == LayerSummary(
          name: "encoder.0",
          kind: "Linear",
          outputWidth: 128,
          parameterCount: 100_480,
          multiplyAdds: 100_352
        )
    )
    #expect(rows[14].name == "decoder.7" && rows[14].kind == "Tanh" && rows[14].outputWidth == 784)
  }

  @Test func `begins with weights uniform in one over the root of the inputs`() throws {
    let model = try Self.model()
    for (name, inputs) in [("encoder.0.weight", 784), ("decoder.6.weight", 128)] {
      let scalars = try #require(model.parameter(name)).scalars.map { Double($0) }
      let bound = 1 / Double(inputs).squareRoot()
      #expect(scalars.allSatisfy { abs($0) <= bound * 1.000001 })
      let variance = scalars.reduce(0) { $0 + $1 * $1 } / Double(scalars.count)
      // Five standard deviations of the variance of 100,352 uniform numbers are 1.5 %.
      #expect(abs(variance * 3 * Double(inputs) - 1) < 0.015)
    }
    #expect(try #require(model.parameter("encoder.6.bias")).scalars.allSatisfy { abs($0) <= 0.25 })
    #expect(try Self.model().parameter("encoder.0.weight") == model.parameter("encoder.0.weight"))
    #expect(
      try Self.model(seed: 1).parameter("encoder.0.weight") != model.parameter("encoder.0.weight")
    )
  }

  @Test func `takes parameters of the right name and shape only`() throws {
    let model = try Self.model([6, 4, 2])
    let tensor = Tensor(shape: [4], scalars: [1, 2, 3, 4])
    #expect(model.setParameter("encoder.0.bias", to: tensor))
    #expect(model.parameter("encoder.0.bias") == tensor)
    #expect(!model.setParameter("encoder.0.bias", to: Tensor(shape: [3], repeating: 0)))
    #expect(!model.setParameter("encoder.7.bias", to: tensor))
  }

  @Test(arguments: [0, 1, 63, 64, 65, 200])
  func `reconstructs what it encodes and decodes`(count: Int) throws {
    let model = try Self.model([12, 7, 3])
    let samples = Samples(count: count).rows.tensor(rows: 0..<count)
    let codes = try model.encode(samples)
    #expect(codes.shape == [count, 3])
    let whole = try model.reconstruct(samples)
    #expect(try model.decode(codes) == whole)
    #expect(try model.reconstruct(samples) == whole)
    if count > 1 {
      // A sample's result does not depend on the others.
      let last = Tensor(shape: [1, 12], scalars: Array(samples.scalars.suffix(12)))
      #expect(try model.reconstruct(last).scalars == Array(whole.scalars.suffix(12)))
    }
  }

  @Test func `evaluates the mean over all elements`() throws {
    let model = try Self.model([12, 7, 3])
    let rows = Samples(count: 131).rows
    let samples = rows.tensor(rows: 0..<131)
    let pairs = zip(try model.reconstruct(samples).scalars, samples.scalars)
    let mse = pairs.reduce(0.0) { $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1)) } / Double(131 * 12)
    let result = try model.evaluate(rows)
    #expect(result.count == 131)
    #expect(abs(result.mse - mse) < 1e-6 * mse)
    #expect(result.loss == result.mse)
    let l1 = pairs.reduce(0.0) { $0 + Double(abs($1.0 - $1.1)) } / Double(131 * 12)
    #expect(abs(try model.evaluate(rows, loss: .l1).loss - l1) < 1e-6 * l1)
    #expect(try model.evaluate(Samples(count: 0).rows).mse == 0)
    let errors = try model.errors(rows).scalars
    #expect(abs(Double(errors.reduce(0, +)) / 131 - mse) < 1e-5 * mse)
  }

  @Test func `refuses samples of another width`() throws {
    let model = try Self.model([12, 7, 3])
    #expect(throws: TensorError.shapeMismatch(expected: [5, 12], found: [5, 3])) {
      try model.encode(Tensor(shape: [5, 3], repeating: 0))
    }
    #expect(throws: TensorError.shapeMismatch(expected: [9, 12], found: [9, 13])) {
      try model.evaluate(Samples(count: 9, width: 13).rows)
    }
  }
}
