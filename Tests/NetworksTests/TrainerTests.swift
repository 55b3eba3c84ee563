import Synchronization
import Tensors
import Testing

@testable import Networks

@Suite struct TrainerTests {
  @Test func `two epochs and three equal five, whatever is looked at between`() throws {
    let straight = try makeTrainer()
    try straight.run(.epochs(5))
    let parted = try makeTrainer()
    try parted.run(.epochs(2))
    _ = try parted.activation("encoder.1")
    _ = parted.gradient("encoder.0.weight")
    _ = try parted.model.evaluate(Samples().rows)
    _ = parted.snapshot()
    try parted.run(.epochs(3))
    #expect(parted.state == straight.state)
    #expect(parted.losses == straight.losses)
    #expect(parted.losses.count == 5)
    #expect(try #require(parted.losses.last) < parted.losses[0])
  }

  @Test func `an epoch that is begun is finished first, and counts`() throws {
    let trainer = try makeTrainer()
    try trainer.run(.steps(3))
    #expect(trainer.progress.position == 24)
    var reports: [EpochReport] = []
    try trainer.run(.epochs(1), onEpoch: { reports.append($0) })
    #expect(reports.map(\.epoch) == [1])
    #expect(reports.map(\.steps) == [7])
    #expect(trainer.progress.step == 7)
    #expect(trainer.progress.position == 0)
  }

  @Test func `an epoch visits every row once, the last batch being short`() throws {
    let samples = Samples(count: 50, batchSize: 8)
    let trainer = try makeTrainer(samples)
    var statuses: [TrainingStatus] = []
    try trainer.run(.epochs(1), onBatch: { statuses.append($0) })
    #expect(statuses.map(\.samples) == [8, 16, 24, 32, 40, 48, 50])
    #expect(statuses.map(\.batch) == Array(1...7))
    #expect(statuses.allSatisfy { $0.batchCount == 7 && $0.epoch == 1 && $0.sampleCount == 50 })
    #expect(samples.order(epoch: 1).sorted() == Array(0..<50))
    let mean = statuses.reduce(0) { $0 + $1.loss } / 7
    #expect(abs(trainer.losses[0] - mean) < 1e-12)
  }

  @Test func `each epoch asks for its own order, once`() throws {
    let asked = Mutex<[Int]>([])
    let trainer = try Self.trainer(Asking(asked: { epoch in asked.withLock { $0.append(epoch) } }))
    try trainer.run(.epochs(2))
    try trainer.run(.steps(3))
    try trainer.run(.steps(2))
    #expect(asked.withLock { $0 } == [1, 2, 3])
  }

  @Test func `a batch larger than the data is the data`() throws {
    let trainer = try makeTrainer(Samples(count: 5, batchSize: 1000))
    try trainer.run(.epochs(2))
    #expect(trainer.progress.step == 2)
  }

  @Test func `a run of nothing does nothing`() throws {
    let trainer = try makeTrainer()
    let before = trainer.state
    #expect(try trainer.run(.epochs(0)) == .finished)
    #expect(try trainer.run(.steps(0)) == .finished)
    #expect(trainer.state == before)
    #expect(trainer.progress == TrainingProgress())
  }

  @Test func `stops between batches and goes on as if it never had`() throws {
    let straight = try makeTrainer()
    try straight.run(.epochs(2))
    let stopped = try makeTrainer()
    var asked = 0
    let end = try stopped.run(
      .epochs(2),
      shouldStop: {
        asked += 1
        return asked == 5
      }
    )
    #expect(end == .stopped)
    #expect(stopped.progress.step == 4)
    #expect(stopped.gradient("decoder.2.bias") != nil)
    try stopped.run(.epochs(2 - stopped.progress.epochs))
    #expect(stopped.state == straight.state)
    #expect(stopped.losses == straight.losses)
  }

  @Test func `a rate for one run leaves the optimizer's own`() throws {
    let trainer = try makeTrainer(optimizer: "sgd", options: ["lr": 0.1])
    let before = trainer.state
    try trainer.run(.steps(2), rate: 0)
    #expect(
      trainer.state.filter { $0.key.hasPrefix("value") }
        == before.filter { $0.key.hasPrefix("value") }
    )
    #expect(trainer.optimizer.values["lr"] == 0.1)
    try trainer.run(.steps(1))
    #expect(trainer.state != before)
  }

  @Test func `other options keep the moments, another optimizer clears them`() throws {
    let trainer = try makeTrainer()
    try trainer.run(.steps(3))
    let moments = trainer.snapshot().firstMoments
    trainer.setOptimizer(try Optimizers.make("adam", ["lr": 0.5]))
    #expect(trainer.snapshot().firstMoments == moments)
    #expect(trainer.progress.updates == 3)
    trainer.setOptimizer(try Optimizers.make("sgd"))
    #expect(trainer.snapshot().firstMoments.values.allSatisfy { $0.scalars.allSatisfy { $0 == 0 } })
    #expect(trainer.progress.updates == 0)
    #expect(trainer.progress.step == 3)
  }

  @Test func `another batch size begins the epoch anew`() throws {
    let trainer = try makeTrainer()
    try trainer.run(.steps(3))
    try trainer.setSource(Samples(batchSize: 25))
    #expect(trainer.progress.position == 0)
    try trainer.run(.epochs(1))
    #expect(trainer.progress.history.map(\.steps) == [2])
    #expect(trainer.progress.step == 5)
  }

  @Test func `refuses rows of another width, and none`() throws {
    let trainer = try makeTrainer()
    #expect(throws: TrainingError.widthMismatch(expected: 12, found: 13)) {
      try trainer.setSource(Samples(width: 13))
    }
    #expect(throws: TrainingError.noRows) { try trainer.setSource(Samples(count: 0)) }
    #expect(throws: TrainingError.noRows) { try trainer.setSource(Samples(batchSize: 0)) }
  }

  @Test func `a reset without a seed restores the first weights`() throws {
    let trainer = try makeTrainer()
    let before = trainer.state
    try trainer.run(.epochs(1))
    trainer.reset()
    #expect(trainer.state == before)
    #expect(trainer.progress == TrainingProgress())
    #expect(trainer.gradient("encoder.0.weight") == nil)
    trainer.reset(seed: 99)
    #expect(trainer.state != before)
    #expect(trainer.model.seed == 99)
  }

  @Test func `looks at the last batch by the names of layers`() throws {
    let trainer = try makeTrainer()
    #expect(try trainer.activation("encoder.0") == nil)
    #expect(trainer.gradient("encoder.0.weight") == nil)
    try trainer.run(.epochs(1))
    let linear = try #require(try trainer.activation("encoder.0"))
    let relu = try #require(try trainer.activation("encoder.1"))
    #expect(linear.shape == [2, 7])
    #expect(relu.scalars == linear.scalars.map { max($0, 0) })
    #expect(linear.scalars.contains { $0 < 0 })
    #expect(try trainer.activation("decoder.3")?.shape == [2, 12])
    #expect(try trainer.activation("encoder.9") == nil)
    #expect(trainer.gradient("decoder.2.weight")?.shape == [12, 7])
    #expect(trainer.gradient("decoder.2") == nil)
  }

  static func trainer(_ source: any BatchSource) throws -> Trainer {
    let architecture = try Architecture(widths: [12, 7, 3])
    let model = try Autoencoder(architecture, seed: 4, backend: CPUBackend(threads: 1))
    return try Trainer(model, source: source, optimizer: try Optimizers.make("adam"))
  }
}

/// A source that tells for which epochs it was asked.
private struct Asking: BatchSource {
  let asked: @Sendable (Int) -> Void
  let samples = Samples()

  var rows: ByteMatrix { samples.rows }
  var batchSize: Int { samples.batchSize }

  func order(epoch: Int) -> [Int32] {
    asked(epoch)
    return samples.order(epoch: epoch)
  }
}
