internal import Language
internal import Networks
internal import Shell

/// Shows how a run of training goes: a line for each finished epoch, and progress in between.
struct TrainingReporter {
  /// The least time between two reports of progress.
  private static let interval = Duration.milliseconds(50)

  private let context: Context
  private let goal: TrainingGoal
  private let trainer: Trainer
  private let identifier: Int
  private var start = ContinuousClock.now
  private let firstStep: Int
  private let firstEpoch: Int
  private var samples = 0
  private var lastPosition: Int
  private var lastReport: ContinuousClock.Instant?
  private var lastStatus: TrainingStatus?

  init(context: Context, goal: TrainingGoal, trainer: Trainer) {
    self.context = context
    self.goal = goal
    self.trainer = trainer
    identifier = context.workbench.makeProgressIdentifier()
    firstStep = trainer.progress.step
    firstEpoch = trainer.progress.epochs
    lastPosition = trainer.progress.position
  }

  /// Reports a batch, unless the last report is too young.
  mutating func report(_ status: TrainingStatus) {
    samples += status.samples - (status.samples > lastPosition ? lastPosition : 0)
    lastPosition = status.samples
    lastStatus = status
    let now = ContinuousClock.now
    if let lastReport, now - lastReport < Self.interval { return }
    lastReport = now
    let seconds = max((now - start) / .seconds(1), 1e-9)
    let done = status.step - firstStep
    let left = Double(stepsLeft(after: status)) * seconds / Double(done)
    context.emit(
      .progress(
        Progress(
          identifier: identifier,
          title: title(of: status),
          completed: status.batch,
          total: status.batchCount,
          unit: "batch",
          figures: [
            "loss \(NumberText.fixed(status.meanLoss, decimals: 4))",
            "\(NumberText.grouped(Int(Double(samples) / seconds))) samples/s",
          ],
          secondsLeft: left
        )
      )
    )
  }

  /// Reports a finished epoch in the form of the seed.
  mutating func report(_ epoch: EpochReport) {
    lastPosition = 0
    let loss = NumberText.fixed(epoch.meanLoss, decimals: 4)
    let seconds = NumberText.fixed(epoch.seconds, decimals: 2)
    context.say("[epoch:\(epoch.epoch)] Loss:\(loss) Time: \(seconds)sec")
  }

  /// Does something that is no training, whose time does not count.
  mutating func pause(_ body: () -> Void) {
    let begin = ContinuousClock.now
    body()
    start += ContinuousClock.now - begin
  }

  /// Takes the progress away.
  func finish() {
    guard lastReport != nil, let lastStatus else { return }
    context.emit(
      .progress(
        Progress(
          identifier: identifier,
          title: title(of: lastStatus),
          completed: lastStatus.batch,
          total: lastStatus.batchCount,
          unit: "batch",
          isFinished: true
        )
      )
    )
  }

  /// What is said of a run that was asked to stop.
  var interruption: Diagnostic {
    let progress = trainer.progress
    guard progress.position > 0, let lastStatus else {
      return Diagnostic(
        .interrupted,
        "training was interrupted after epoch \(progress.epochs); 'train' goes on from there"
      )
    }
    return Diagnostic(
      .interrupted,
      "training was interrupted in epoch \(progress.epochs + 1), after batch \(progress.batches) of "
        + "\(lastStatus.batchCount); 'train' goes on from there"
    )
  }

  /// The result record of a run.
  func result(since before: TrainingProgress) -> Record {
    let now = trainer.progress
    // The mean of the epoch in hand, or of the last one where none is in hand.
    let loss =
      now.batches > 0 ? now.lossSum / Double(now.batches) : now.history.last?.meanLoss ?? .nan
    return Record([
      ("loss", .float(loss)), ("epoch", .integer(now.epochs)),
      ("steps", .integer(now.step - before.step)),
      ("seconds", .float((ContinuousClock.now - start) / .seconds(1))),
    ])
  }

  private func title(of status: TrainingStatus) -> String {
    switch goal {
    case .epochs(let count): "epoch \(status.epoch)/\(firstEpoch + count)"
    case .steps: "epoch \(status.epoch)"
    }
  }

  private func stepsLeft(after status: TrainingStatus) -> Int {
    switch goal {
    case .epochs(let count):
      (firstEpoch + count - status.epoch + 1) * status.batchCount - status.batch
    case .steps(let count): count - (status.step - firstStep)
    }
  }
}
