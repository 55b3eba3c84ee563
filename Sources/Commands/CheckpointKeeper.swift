internal import Language
internal import Networks
internal import Shell

/// Writes checkpoints while a run of training goes on.
///
/// A class, because the run's closures share what it keeps.
final class CheckpointKeeper {
  private let file: CheckpointFile
  private let period: Int
  private let context: Context
  private var written: TrainingProgress?

  /// Why a checkpoint could not be written.
  private(set) var failure: Diagnostic?

  init(_ file: CheckpointFile, every period: Int, in context: Context) {
    self.file = file
    self.period = period
    self.context = context
  }

  /// Throws where nothing could be written, before anything is trained.
  func prepare() throws(Diagnostic) { try file.check(in: context) }

  /// Writes a checkpoint after an epoch whose number is a multiple of the period.
  func note(_ epoch: EpochReport) {
    if epoch.epoch % period == 0 { write() }
  }

  /// Writes where training has ended, unless it was written already; throws where any writing
  /// has failed.
  func finish(_ progress: TrainingProgress) throws(Diagnostic) {
    if failure == nil, written != progress { write() }
    if let failure { throw failure }
  }

  private func write() {
    do throws(Diagnostic) {
      try file.write(in: context)
      written = context.workbench.training.trainer?.progress
    } catch {
      failure = error
    }
  }
}
