import Networks
import Tensors
import Testing

@Suite struct TrainingSnapshotTests {
  @Test(arguments: ["adam", "sgd"], [0, 3, 7, 10])
  func `goes on bit for bit in another trainer`(optimizer: String, steps: Int) throws {
    let options = optimizer == "sgd" ? ["momentum": 0.9, "lr": 0.1] : [:]
    let straight = try makeTrainer(optimizer: optimizer, options: options)
    try straight.run(.steps(steps))
    let snapshot = straight.snapshot()
    try straight.run(.epochs(2))

    let other = try makeTrainer(backend: CPUBackend(threads: 1))
    try other.run(.steps(5))
    try other.restore(snapshot)
    #expect(other.progress == snapshot.progress)
    try other.run(.epochs(2))
    #expect(other.state == straight.state)
    #expect(other.losses == straight.losses)
    #expect(other.optimizer.values == straight.optimizer.values)
  }

  @Test func `rolls back what was trained since`() throws {
    let trainer = try makeTrainer()
    try trainer.run(.steps(4))
    let (snapshot, state) = (trainer.snapshot(), trainer.state)
    try trainer.run(.epochs(2))
    #expect(trainer.state != state)
    try trainer.restore(snapshot)
    #expect(trainer.state == state)
  }

  @Test func `refuses what does not belong to it, and stays as it was`() throws {
    let trainer = try makeTrainer()
    try trainer.run(.steps(4))
    let state = trainer.state
    let good = trainer.snapshot()

    var missing = good
    missing.firstMoments["encoder.0.bias"] = nil
    #expect(throws: SnapshotError.missing("encoder.0.bias")) { try trainer.restore(missing) }

    var surplus = good
    surplus.parameters["encoder.9.bias"] = Tensor(1)
    #expect(throws: SnapshotError.surplus("encoder.9.bias")) { try trainer.restore(surplus) }

    var wrong = good
    wrong.secondMoments["encoder.0.bias"] = Tensor(1)
    #expect(throws: SnapshotError.shape("encoder.0.bias", expected: [7], found: [])) {
      try trainer.restore(wrong)
    }

    for position in [-1, 50, 51] {
      var far = good
      far.progress.position = position
      #expect(throws: SnapshotError.progress) { try trainer.restore(far) }
    }

    let other = try makeTrainer(widths: [12, 5, 3]).snapshot()
    #expect(throws: SnapshotError.self) { try trainer.restore(other) }
    #expect(trainer.state == state)
  }
}
