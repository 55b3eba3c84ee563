internal import Datasets
internal import Language
internal import Networks
internal import Shell
internal import Tensors

extension Workbench {
  /// Returns the model, or throws where there is none.
  func requireModel() throws(Diagnostic) -> Autoencoder {
    guard let model = training.model else {
      throw Diagnostic(
        .state,
        "there is no model yet",
        hint: "make one first, as in 'model 784 128 64 16 3'"
      )
    }
    return model
  }

  /// Returns the model, or throws where there is none or it takes other images.
  func requireModel(for dataset: Dataset) throws(Diagnostic) -> Autoencoder {
    let model = try requireModel()
    let found = dataset.train.height * dataset.train.width
    guard model.architecture.inputWidth == found else {
      throw Diagnostic(
        TrainingError.widthMismatch(expected: model.architecture.inputWidth, found: found)
      )
    }
    return model
  }

  /// Returns what trains the model on the dataset.
  func requireTrainer() throws(Diagnostic) -> Trainer {
    let dataset = try requireDataset()
    let model = try requireModel(for: dataset)
    return try Diagnostic.translating { () throws(TrainingError) in
      try training.trainer(
        of: model,
        on: dataset.train,
        batchSize: batchSize,
        shuffles: shuffles
      )
    }
  }

  /// Makes a model the session's; the old one stays where there is no memory for the new one.
  func makeModel(_ architecture: Architecture, seed: UInt64) throws(Diagnostic) {
    training.replaceModel(try newModel(architecture, seed: seed))
  }

  /// Returns a model on the session's device, or throws where there is no memory for it.
  func newModel(_ architecture: Architecture, seed: UInt64) throws(Diagnostic) -> Autoencoder {
    let backend = training.backend
    return try Diagnostic.translating { () throws(TensorError) in
      try Autoencoder(architecture, seed: seed, backend: backend)
    }
  }
}
