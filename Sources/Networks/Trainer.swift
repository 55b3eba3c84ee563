public import Tensors

/// Training that goes on from where it stands.
///
/// It is a class because it owns a model's optimizer state and position. Whatever is looked at
/// between two runs changes nothing, and runs of 2 and 3 epochs equal one of 5, bit for bit.
public final class Trainer {
  /// What is trained.
  public let model: Autoencoder

  /// What is minimised.
  public var loss: Loss

  /// How gradients become changes.
  public private(set) var optimizer: any Optimizer

  /// The training set and its batches.
  public private(set) var source: any BatchSource

  /// Where training stands.
  public internal(set) var progress = TrainingProgress()

  /// The order of the epoch in hand; empty where it is not known yet.
  private var order: [Int32] = []

  /// The batch of the last step.
  private var lastBatch: Batch?

  /// Creates a trainer of a model on a training set.
  public init(
    _ model: Autoencoder,
    source: any BatchSource,
    optimizer: any Optimizer,
    loss: Loss = .mse
  ) throws(TrainingError) {
    try Self.check(source, for: model)
    self.model = model
    self.source = source
    self.optimizer = optimizer
    self.loss = loss
  }

  /// Takes another training set or batch size; an epoch in hand begins anew.
  public func setSource(_ source: any BatchSource) throws(TrainingError) {
    try Self.check(source, for: model)
    self.source = source
    order = []
    lastBatch = nil
    progress.restartEpoch()
  }

  /// Takes another optimizer, or other options of the same one, which keeps its moments.
  public func setOptimizer(_ optimizer: any Optimizer) {
    if type(of: optimizer) != type(of: self.optimizer) { clearMoments() }
    self.optimizer = optimizer
  }

  /// Draws new weights and forgets all training; without a seed the weights are the initial ones.
  public func reset(seed: UInt64? = nil) {
    model.initialize(seed: seed ?? model.seed)
    clearMoments()
    progress = TrainingProgress()
    order = []
    lastBatch = nil
  }

  /// Trains until the goal is reached, a closure asks to stop, or a number is not finite.
  ///
  /// - Parameters:
  ///   - goal: how far to go.
  ///   - rate: a learning rate for this run in place of the optimizer's.
  ///   - onBatch: is called after each batch.
  ///   - onEpoch: is called after the last batch of an epoch.
  ///   - shouldStop: is asked before each batch.
  /// - Returns: how the run ended; either way training stands between two batches.
  /// - Throws: `TrainingError`; weights, moments and position are those of the last sound step.
  @discardableResult
  public func run(
    _ goal: TrainingGoal,
    rate: Double? = nil,
    onBatch: (TrainingStatus) -> Void = { _ in },
    onEpoch: (EpochReport) -> Void = { _ in },
    shouldStop: () -> Bool = { false }
  ) throws(TrainingError) -> TrainingEnd {
    let batchSize = min(source.batchSize, source.rows.rowCount)
    try requireMemory(batchSize: batchSize)
    let first = progress
    while !goal.isReached(from: first, to: progress) {
      if shouldStop() { return .stopped }
      let status = try step(batchSize: batchSize, rate: rate)
      onBatch(status)
      if progress.position == source.rows.rowCount {
        order = []
        onEpoch(progress.finishEpoch())
      }
    }
    return .finished
  }

  /// Returns a gradient of the last step, or nil for an unknown name or before the first step.
  public func gradient(_ name: String) -> Tensor? {
    lastBatch == nil ? nil : model.gradient(name)
  }

  /// Returns the output of a layer such as `encoder.1` for the last step's batch, with the weights
  /// as they are now; nil for an unknown name or before the first step.
  public func activation(_ name: String) throws(TensorError) -> Tensor? {
    guard let lastBatch else { return nil }
    return try model.activation(name, of: lastBatch.inputs)
  }

  private func step(batchSize: Int, rate: Double?) throws(TrainingError) -> TrainingStatus {
    let start = ContinuousClock.now
    if order.isEmpty { order = source.order(epoch: progress.epochs + 1) }
    let rows = source.rows
    let end = min(progress.position + batchSize, rows.rowCount)
    let batch = Batch(rows: rows, order: order, range: progress.position..<end)
    let value: Double
    do {
      let rule = optimizer.rule(step: progress.updates + 1, rate: rate)
      value = try model.network.step(on: batch, loss: loss.kind, rule: rule)
    } catch {
      throw describe(error)
    }
    lastBatch = batch
    progress.step += 1
    progress.updates += 1
    progress.batches += 1
    progress.position = end
    progress.lossSum += value
    progress.seconds += (ContinuousClock.now - start) / .seconds(1)
    return status(value, batchSize: batchSize)
  }

  private func status(_ loss: Double, batchSize: Int) -> TrainingStatus {
    let count = source.rows.rowCount
    return TrainingStatus(
      epoch: progress.epochs + 1,
      batch: progress.batches,
      batchCount: (count + batchSize - 1) / batchSize,
      samples: progress.position,
      sampleCount: count,
      step: progress.step,
      loss: loss,
      meanLoss: progress.lossSum / Double(progress.batches),
      seconds: progress.seconds
    )
  }

  private func describe(_ fault: NumericFault) -> TrainingError {
    let names: (layer: String, tensor: String)
    let linear = { (layer: Int) in
      self.model.architecture.modules.last { $0.linear == layer }?.name ?? ""
    }
    switch fault.place {
    case .loss:
      names = (linear(model.network.plan.layers.count - 1), "loss")
    case .output(let layer):
      names = (linear(layer), linear(layer))
    case .gradient(let id):
      let parameter = model.architecture.parameters.first { $0.id == id }?.name ?? ""
      names = (
        String(parameter.prefix(upTo: parameter.lastIndex(of: ".") ?? parameter.endIndex)),
        parameter
      )
    }
    return .notFinite(
      step: progress.step + 1,
      epoch: progress.epochs + 1,
      layer: names.layer,
      tensor: names.tensor,
      value: fault.value,
      largest: fault.largest
    )
  }

  private func requireMemory(batchSize: Int) throws(TrainingError) {
    do {
      try Memory.require(model.architecture.memoryNeeded(batchSize: batchSize))
    } catch TensorError.tooLarge(let bytes, let available) {
      throw .tooLarge(bytes: bytes, available: available)
    } catch {
      preconditionFailure("asking for memory fails in one way only")
    }
  }

  private static func check(
    _ source: any BatchSource,
    for model: Autoencoder
  ) throws(TrainingError) {
    let rows = source.rows
    guard rows.columnCount == model.architecture.inputWidth else {
      throw .widthMismatch(expected: model.architecture.inputWidth, found: rows.columnCount)
    }
    guard rows.rowCount > 0, source.batchSize > 0 else { throw .noRows }
  }

  /// Makes the optimizer's state that of one that has made no update.
  private func clearMoments() {
    progress.updates = 0
    for parameter in model.network.plan.parameters {
      let zeros = Tensor(shape: model.network.plan.shape(of: parameter), repeating: 0)
      model.network.set(.firstMoment, of: parameter, to: zeros)
      model.network.set(.secondMoment, of: parameter, to: zeros)
    }
  }
}

extension Trainer {
  /// Forgets what belongs to the epoch and step that a restored state replaces.
  func forgetBatch() {
    order = []
    lastBatch = nil
  }

  func replaceOptimizer(_ optimizer: any Optimizer) { self.optimizer = optimizer }
}

extension TrainingGoal {
  fileprivate func isReached(from first: TrainingProgress, to now: TrainingProgress) -> Bool {
    switch self {
    case .epochs(let count): now.epochs - first.epochs >= count
    case .steps(let count): now.step - first.step >= count
    }
  }
}
