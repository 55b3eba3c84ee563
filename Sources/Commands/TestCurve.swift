internal import Networks
internal import Tensors

/// The losses of the test images as they were measured in the course of one training.
struct TestCurve {
  /// A loss and when it was measured, in epochs.
  struct Entry {
    let epoch: Double
    let loss: Double
  }

  /// The losses, in the order of training.
  private(set) var entries: [Entry] = []

  private weak var trainer: Trainer?
  private var loss: Loss?

  /// Notes a loss of the model as it is now; those of another training or loss are forgotten.
  mutating func note(_ value: Double, of loss: Loss, in trainer: Trainer) {
    forget(unless: trainer, loss)
    let progress = trainer.progress
    let part = Double(progress.position) / Double(max(trainer.source.rows.rowCount, 1))
    let epoch = Double(progress.epochs) + part
    // A training that has gone back has another future.
    entries.removeAll { $0.epoch >= epoch }
    entries.append(Entry(epoch: epoch, loss: value))
  }

  /// Forgets what does not belong to a training and its loss.
  private mutating func forget(unless trainer: Trainer, _ loss: Loss) {
    if self.trainer !== trainer || self.loss != loss { entries = [] }
    self.trainer = trainer
    self.loss = loss
  }
}
