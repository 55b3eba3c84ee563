/// A finished epoch.
public struct EpochReport: Equatable, Sendable {
  /// The epoch's number, from 1, over the whole training.
  public let epoch: Int

  /// The plain mean of the losses of its batches.
  public let meanLoss: Double

  /// The seconds spent on its batches.
  public let seconds: Double

  /// The number of its batches.
  public let steps: Int

  /// Creates a report.
  public init(epoch: Int, meanLoss: Double, seconds: Double, steps: Int) {
    self.epoch = epoch
    self.meanLoss = meanLoss
    self.seconds = seconds
    self.steps = steps
  }
}

/// Where training stands.
public struct TrainingProgress: Equatable, Sendable {
  /// The steps made since the weights were new.
  public var step = 0

  /// The epochs finished.
  public var epochs = 0

  /// The rows of the epoch in hand that have been visited; 0 between epochs.
  public var position = 0

  /// The batches of the epoch in hand that are finished.
  public var batches = 0

  /// The sum of their losses.
  public var lossSum = 0.0

  /// The seconds they took.
  public var seconds = 0.0

  /// The updates that the optimizer has made since its moments were new.
  public var updates = 0

  /// The finished epochs.
  public var history: [EpochReport] = []

  /// Creates the progress of a training that has not begun.
  public init() {}

  /// Forgets the epoch in hand.
  mutating func restartEpoch() {
    position = 0
    batches = 0
    lossSum = 0
    seconds = 0
  }

  /// Closes the epoch in hand.
  mutating func finishEpoch() -> EpochReport {
    epochs += 1
    let report = EpochReport(
      epoch: epochs,
      meanLoss: lossSum / Double(batches),
      seconds: seconds,
      steps: batches
    )
    history.append(report)
    restartEpoch()
    return report
  }
}

/// What a batch reports.
public struct TrainingStatus: Equatable, Sendable {
  /// The number of the epoch in hand, from 1.
  public let epoch: Int

  /// The batches of the epoch that are finished.
  public let batch: Int

  /// The batches that the epoch has.
  public let batchCount: Int

  /// The samples of the epoch that have been visited.
  public let samples: Int

  /// The samples that the epoch has.
  public let sampleCount: Int

  /// The steps made since the weights were new.
  public let step: Int

  /// The loss of this batch.
  public let loss: Double

  /// The mean of the epoch's batch losses so far.
  public let meanLoss: Double

  /// The seconds spent on this epoch so far.
  public let seconds: Double
}

/// How far a run of training goes.
public enum TrainingGoal: Equatable, Sendable {
  /// Until that many epochs have finished; one that is begun already counts.
  case epochs(Int)
  /// That many batches.
  case steps(Int)
}

/// How a run of training ended.
public enum TrainingEnd: Equatable, Sendable {
  /// The goal was reached.
  case finished
  /// It was asked to stop, and did between two batches.
  case stopped
}

/// What ends training through a user's doing.
public enum TrainingError: Error, Equatable, Sendable {
  /// The rows are not as wide as the network's input.
  case widthMismatch(expected: Int, found: Int)
  /// There are no rows to train on, or the batch size is not positive.
  case noRows
  /// A number was not finite; nothing was updated in that step.
  ///
  /// `tensor` is `loss`, a layer whose output it was, or a parameter whose gradient it was;
  /// `largest` is the largest magnitude among its finite numbers, nil where there are none.
  case notFinite(
    step: Int,
    epoch: Int,
    layer: String,
    tensor: String,
    value: Float,
    largest: Float?
  )
  /// A batch needs more memory than there is.
  case tooLarge(bytes: Int, available: Int)
}
