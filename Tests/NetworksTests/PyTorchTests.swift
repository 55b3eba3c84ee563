import Networks
import Tensors
import Testing

/// Weights, pictures and order are those of `Tests/Recipes/pytorch_losses.py`.
@Suite struct PyTorchTests {
  /// How far a loss may be from PyTorch's, relative to it, within the first hundred steps.
  static let tolerance = 1e-5

  static let runs: [(name: String, losses: [Double])] = [
    ("adam", PyTorchLosses.adam),
    ("adamOnDark", PyTorchLosses.adamOnDark),
    ("adamWithDecay", PyTorchLosses.adamWithDecay),
    ("momentum", PyTorchLosses.momentum),
  ]

  @Test(arguments: KernelPath.available.map(\.name), 0..<4)
  func `losses equal those of PyTorch`(path: String, run: Int) throws {
    let (name, expected) = Self.runs[run]
    let path = try #require(KernelPath.available.first { $0.name == path })
    let trainer = try Self.trainer(name, CPUBackend(threads: 2, path: path))
    var losses: [Double] = []
    try trainer.run(.steps(expected.count), onBatch: { losses.append($0.loss) })
    let errors = zip(losses, expected).map { abs($0 - $1) / $1 }
    let worst = try #require(errors.max())
    #expect(losses.count == expected.count)
    #expect(worst <= Self.tolerance)
  }

  static func trainer(_ name: String, _ backend: CPUBackend) throws -> Trainer {
    let architecture = try Architecture(widths: [784, 128, 64, 16, 3])
    let model = try Autoencoder(architecture, seed: 0, backend: backend)
    for (index, parameter) in architecture.parameters.enumerated() {
      // Weight and bias of a layer have the bound of the layer's inputs.
      let weight = architecture.parameters[index / 2 * 2]
      #expect(
        model.setParameter(
          parameter.name,
          to: Self.weights(parameter.shape, index, weight.shape[1])
        )
      )
    }
    let optimizer: any Optimizer
    switch name {
    case "adam", "adamOnDark": optimizer = try Optimizers.make("adam")
    case "momentum":
      optimizer = try Optimizers.make("sgd", ["lr": 0.5, "momentum": 0.9, "weight_decay": 1e-3])
    default:
      optimizer = try Optimizers.make(
        "adam",
        ["lr": 2e-3, "beta1": 0.8, "beta2": 0.99, "eps": 1e-4, "weight_decay": 0.01]
      )
    }
    let loss = name == "adamWithDecay" ? Loss.l1 : Loss.mse
    let pictures = Pictures(isNoisy: name != "adamOnDark")
    return try Trainer(model, source: pictures, optimizer: optimizer, loss: loss)
  }

  /// The finalizer of MurmurHash3 (Appleby).
  static func mixed(_ value: Int) -> UInt32 {
    var h = UInt32(truncatingIfNeeded: value)
    h ^= h >> 16
    h &*= 0x85EB_CA6B
    h ^= h >> 13
    h &*= 0xC2B2_AE35
    return h ^ h >> 16
  }

  static func weights(_ shape: Shape, _ index: Int, _ inputs: Int) -> Tensor {
    let bound = 1 / Float(inputs).squareRoot()
    return Tensor(shape: shape) { elements in
      for place in elements.indices {
        let unit = Float(mixed(place + index << 24) >> 8) * 0x1p-24
        elements[place] = (2 * unit - 1) * bound
      }
    }
  }
}

/// A round spot on a dark ground in each row, in the order of the rows.
///
/// The ground is slightly noisy, or zero, which makes the first layer skip it.
private struct Pictures: BatchSource {
  let batchSize = 128
  let rows: ByteMatrix

  init(isNoisy: Bool) {
    let count = 1240
    let bytes = (0..<count).flatMap { row -> [UInt8] in
      let x = 5 + Int(PyTorchTests.mixed(row * 2 + 0x100_0000) % 18)
      let y = 5 + Int(PyTorchTests.mixed(row * 2 + 0x100_0001) % 18)
      return (0..<784).map { place in
        let (dx, dy) = (place % 28 - x, place / 28 - y)
        let noise = isNoisy ? Int(PyTorchTests.mixed(row * 784 + place + 0x200_0000) % 32) : 0
        return UInt8(min(255, max(0, 255 - 9 * (dx * dx + dy * dy)) + noise))
      }
    }
    rows = ByteMatrix(rowCount: count, columnCount: 784, bytes: bytes)
  }

  func order(epoch: Int) -> [Int32] { (0..<1240).map(\.self) }
}
