import Networks
import Tensors

/// A training set of a few small pictures, shuffled as the real ones are.
struct Samples: BatchSource {
  var rows: ByteMatrix
  var batchSize: Int
  var seed: UInt64 = 1

  init(count: Int = 50, width: Int = 12, batchSize: Int = 8) {
    var random = RandomSource(seed: 2).stream(.images)
    let bytes = (0..<(count * width)).map { _ in UInt8(truncatingIfNeeded: random.next32()) }
    rows = ByteMatrix(rowCount: count, columnCount: width, bytes: bytes)
    self.batchSize = batchSize
  }

  func order(epoch: Int) -> [Int32] {
    var random = RandomSource(seed: seed).stream(.shuffling, UInt32(epoch))
    return random.permutation(count: rows.rowCount)
  }
}

/// Returns a trainer of a small network on some samples.
func makeTrainer(
  _ samples: Samples = Samples(),
  widths: [Int] = [12, 7, 3],
  optimizer: String = "adam",
  options: [String: Double] = [:],
  backend: any Backend = CPUBackend(threads: 2)
) throws -> Trainer {
  let model = try Autoencoder(try Architecture(widths: widths), seed: 4, backend: backend)
  return try Trainer(model, source: samples, optimizer: try Optimizers.make(optimizer, options))
}

extension Trainer {
  /// Everything that training changes, as bits; NaN equals itself.
  var state: [String: [UInt32]] {
    let snapshot = snapshot()
    var state: [String: [UInt32]] = [:]
    for (kind, tensors) in [
      ("value", snapshot.parameters), ("first", snapshot.firstMoments),
      ("second", snapshot.secondMoments),
    ] {
      for (name, tensor) in tensors { state["\(kind) \(name)"] = tensor.scalars.map(\.bitPattern) }
    }
    return state
  }

  /// The mean losses of the epochs.
  var losses: [Double] { progress.history.map(\.meanLoss) }
}
