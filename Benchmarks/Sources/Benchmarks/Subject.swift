import Datasets
import Files
import Foundation
import Networks
import Tensors

/// What is measured: the tutorial's network on MNIST or on generated digits.
struct Subject {
  let train: ImageSet
  let test: ImageSet

  /// Loads MNIST from a folder, or generates digits where there is none.
  init(folder: String?) throws {
    let data = try folder.map(Self.mnist) ?? Self.digits()
    train = data.train
    test = data.test ?? data.train
  }

  /// Decodes and verifies MNIST.
  static func mnist(in folder: String) throws -> Dataset {
    let path = FilePath(folder)
    return try PublishedDataset.mnist.load(from: path, origin: .directory(path), budget: 1 << 30)
  }

  /// Generates as many digits as MNIST has.
  static func digits() throws -> Dataset { try GeneratedDigits().load(budget: 1 << 30) }

  /// Returns a trainer of the tutorial's network, its hidden layers `width` times as wide.
  func trainer(threads: Int, batch: Int = 128, width: Int = 1, samples: Int? = nil) throws
    -> Trainer
  {
    let hidden = [128, 64, 16].map { $0 * width }
    let model = try Autoencoder(
      try Architecture(widths: [784] + hidden + [3]),
      seed: 0,
      backend: CPUBackend(threads: threads)
    )
    let batches = Batches(
      samples.map { train.prefix($0) } ?? train,
      batchSize: batch,
      shuffled: true,
      random: RandomSource(seed: 0)
    )
    return try Trainer(model, source: batches, optimizer: Adam.standard)
  }
}

extension ImageSet {
  /// Returns the first images.
  fileprivate func prefix(_ count: Int) -> ImageSet {
    let bytes = Array(pixels.bytes.prefix(count * height * width))
    return ImageSet(height: height, width: width, bytes: bytes, labels: nil, scaling: .standard)
  }
}

extension Trainer {
  /// The floating-point operations of an epoch, counted dense: two for each multiply-add of the
  /// forward product, of the weights' gradients, and of the inputs' gradients but the first layer's.
  var operationsPerEpoch: Double {
    let layers = model.architecture.plan.layers.map { Double($0.inputs * $0.outputs) }
    return 2 * (3 * layers.reduce(0, +) - layers[0]) * Double(source.rows.rowCount)
  }
}
