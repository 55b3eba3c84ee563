internal import Datasets
internal import Networks
internal import Tensors

/// The model of a session, and what trains it.
struct Training {
  /// What computes.
  let backend: CPUBackend
  /// The model, once there is one.
  private(set) var model: Autoencoder?
  /// How gradients become changes.
  private(set) var optimizer: any Optimizer = Adam.standard
  /// What is minimised.
  var loss = Loss.mse { didSet { trainer?.loss = loss } }
  /// Whether dataset or batches have changed since the trainer last saw them.
  var isSourceStale = false
  /// What trains the model; nil until training begins.
  private(set) var trainer: Trainer?

  init(backend: CPUBackend) { self.backend = backend }

  /// Replaces the model; its training begins anew.
  mutating func replaceModel(_ model: Autoencoder) {
    self.model = model
    trainer = nil
  }

  /// Goes on with a training that was restored.
  mutating func adopt(_ trainer: Trainer) {
    model = trainer.model
    self.trainer = nil
    optimizer = trainer.optimizer
    loss = trainer.loss
    self.trainer = trainer
    isSourceStale = false
  }

  /// Chooses an optimizer; the same one with other options keeps its moments.
  mutating func choose(_ optimizer: any Optimizer) {
    self.optimizer = optimizer
    trainer?.setOptimizer(optimizer)
  }

  /// Returns the trainer of the model on a dataset, made when it is first used.
  ///
  /// The order of the images is keyed by the model's seed, as its weights are.
  mutating func trainer(
    of model: Autoencoder,
    on images: ImageSet,
    batchSize: Int,
    shuffles: Bool
  ) throws(TrainingError) -> Trainer {
    if let trainer, !isSourceStale { return trainer }
    let source = Batches(
      images,
      batchSize: batchSize,
      shuffled: shuffles,
      random: RandomSource(seed: model.seed)
    )
    if let trainer {
      try trainer.setSource(source)
    } else {
      trainer = try Trainer(model, source: source, optimizer: optimizer, loss: loss)
    }
    isSourceStale = false
    return try trainer(of: model, on: images, batchSize: batchSize, shuffles: shuffles)
  }
}
