public import Tensors

/// The whole state of a training: what a checkpoint holds, and what an error rolls back to.
public struct TrainingSnapshot: Sendable {
  /// The shape of the network.
  public var architecture: Architecture

  /// The seed of the initial weights.
  public var seed: UInt64

  /// The parameters by name.
  public var parameters: [String: Tensor]

  /// The optimizer's first moments by the names of the parameters.
  public var firstMoments: [String: Tensor]

  /// The optimizer's second moments by the names of the parameters.
  public var secondMoments: [String: Tensor]

  /// The optimizer with its options.
  public var optimizer: any Optimizer

  /// The loss.
  public var loss: Loss

  /// Where training stands.
  public var progress: TrainingProgress

  /// Creates a snapshot from its parts.
  public init(
    architecture: Architecture,
    seed: UInt64,
    parameters: [String: Tensor],
    firstMoments: [String: Tensor],
    secondMoments: [String: Tensor],
    optimizer: any Optimizer,
    loss: Loss,
    progress: TrainingProgress
  ) {
    self.architecture = architecture
    self.seed = seed
    self.parameters = parameters
    self.firstMoments = firstMoments
    self.secondMoments = secondMoments
    self.optimizer = optimizer
    self.loss = loss
    self.progress = progress
  }
}

/// Why a snapshot does not belong to a trainer.
public enum SnapshotError: Error, Equatable, Sendable {
  /// It was made of another architecture.
  case architecture(expected: Architecture, found: Architecture)
  /// A tensor is missing.
  case missing(String)
  /// There is a tensor that the network does not have.
  case surplus(String)
  /// A tensor has another shape.
  case shape(String, expected: Shape, found: Shape)
  /// The progress is impossible, such as a position past the last row.
  case progress
}

extension Trainer {
  /// Returns a copy of the whole state.
  public func snapshot() -> TrainingSnapshot {
    TrainingSnapshot(
      architecture: model.architecture,
      seed: model.seed,
      parameters: tensors(.value),
      firstMoments: tensors(.firstMoment),
      secondMoments: tensors(.secondMoment),
      optimizer: optimizer,
      loss: loss,
      progress: progress
    )
  }

  /// Takes over the whole state of a snapshot; everything is checked before anything changes.
  public func restore(_ snapshot: TrainingSnapshot) throws(SnapshotError) {
    guard snapshot.architecture == model.architecture else {
      throw .architecture(expected: model.architecture, found: snapshot.architecture)
    }
    for tensors in [snapshot.parameters, snapshot.firstMoments, snapshot.secondMoments] {
      try check(tensors)
    }
    guard snapshot.progress.isPossible(rowCount: source.rows.rowCount, source.batchSize) else {
      throw .progress
    }
    model.restoreSeed(snapshot.seed)
    replace(.value, by: snapshot.parameters)
    replace(.firstMoment, by: snapshot.firstMoments)
    replace(.secondMoment, by: snapshot.secondMoments)
    replaceOptimizer(snapshot.optimizer)
    loss = snapshot.loss
    progress = snapshot.progress
    forgetBatch()
  }

  private func tensors(_ state: ParameterState) -> [String: Tensor] {
    let pairs = model.architecture.parameters.map {
      ($0.name, model.network.tensor(state, of: $0.id))
    }
    return Dictionary(uniqueKeysWithValues: pairs)
  }

  private func replace(_ state: ParameterState, by tensors: [String: Tensor]) {
    for parameter in model.architecture.parameters {
      guard let tensor = tensors[parameter.name] else { continue }
      model.network.set(state, of: parameter.id, to: tensor)
    }
  }

  private func check(_ tensors: [String: Tensor]) throws(SnapshotError) {
    let parameters = model.architecture.parameters
    for parameter in parameters {
      guard let tensor = tensors[parameter.name] else { throw .missing(parameter.name) }
      guard tensor.shape == parameter.shape else {
        throw .shape(parameter.name, expected: parameter.shape, found: tensor.shape)
      }
    }
    let names = Set(parameters.map(\.name))
    if let name = tensors.keys.sorted().first(where: { !names.contains($0) }) {
      throw .surplus(name)
    }
  }
}

extension TrainingProgress {
  /// Returns whether a training on that many rows, in batches of that size, can stand here.
  fileprivate func isPossible(rowCount: Int, _ batchSize: Int) -> Bool {
    let (visited, overflow) = batches.multipliedReportingOverflow(by: min(batchSize, rowCount))
    return step >= 0 && epochs >= 0 && updates >= 0 && updates <= step && batches >= 0
      && batches <= step && !overflow && position == visited && position < rowCount
      && lossSum.isFinite && seconds >= 0 && history.count <= epochs
  }
}
