internal import Datasets
internal import Files
internal import Language
internal import Networks
internal import Shell
internal import Tensors

/// Goes back to the state of training that a file holds.
struct ResumeCommand: Command {
  static let manual = Manual(
    name: "resume",
    summary: "Go back to the state of training that 'checkpoint' has written to a file.",
    details: """
      Training goes on bit for bit as if it had never stopped, also in the midst of an epoch, in a new
      process, and on any number of threads. The dataset is loaded again where the session has another
      one; its checksum must be that of the checkpoint. A damaged file is refused, and then the
      session stays as it was.
      """,
    examples: ["resume run.ck"]
  )

  @Argument("The file.")
  var file: Path

  func run(in context: Context) throws(Diagnostic) {
    let contents = try context.read(file)
    let checkpoint = try Diagnostic.translating(file: file.text) { () throws(ModelFileError) in
      try Checkpoint(contents: contents)
    }
    guard let settings = SessionSettings(json: checkpoint.session) else {
      throw Diagnostic(.data, "'\(file.text)': the settings of the session make no sense")
    }
    let dataset = try dataset(of: settings, in: context)
    let trainer = try trainer(of: checkpoint.snapshot, settings, on: dataset, in: context)
    context.workbench.adopt(trainer, on: dataset, with: settings)
    context.session.seed = settings.seed
    context.session.scriptStreams = settings.scriptStreams
    context.say("resumed \(file.text): \(place(of: trainer))")
  }

  /// Returns the dataset of the checkpoint: the session's, or one that is loaded as it was then.
  private func dataset(
    of settings: SessionSettings,
    in context: Context
  ) throws(Diagnostic) -> Dataset {
    if let dataset = context.workbench.dataset, settings.isMade(with: dataset) { return dataset }
    let dataset: Dataset
    do throws(Diagnostic) {
      dataset = try settings.recipe.load(scaling: settings.scaling, in: context)
    } catch {
      if error.kind == .interrupted || error.kind == .limit { throw error }
      throw Diagnostic(
        .state,
        "the checkpoint's dataset, \(settings.recipe.name), cannot be loaded: \(error.message)",
        hint: error.hint
      )
    }
    guard settings.isMade(with: dataset) else {
      throw Diagnostic(
        .state,
        "the checkpoint was made with other images: \(settings.recipe.name) with SHA-256 "
          + "\(settings.checksum.prefix(12))…, now it has \(dataset.checksum.prefix(12))…"
      )
    }
    return dataset
  }

  private func trainer(
    of snapshot: TrainingSnapshot,
    _ settings: SessionSettings,
    on dataset: Dataset,
    in context: Context
  ) throws(Diagnostic) -> Trainer {
    let model = try context.workbench.newModel(snapshot.architecture, seed: snapshot.seed)
    let source = Batches(
      dataset.train,
      batchSize: settings.batchSize,
      shuffled: settings.shuffles,
      random: RandomSource(seed: snapshot.seed)
    )
    let trainer = try Diagnostic.translating { () throws(TrainingError) in
      try Trainer(model, source: source, optimizer: snapshot.optimizer, loss: snapshot.loss)
    }
    do throws(SnapshotError) { try trainer.restore(snapshot) } catch {
      throw Diagnostic(file: file.text, error)
    }
    return trainer
  }

  private func place(of trainer: Trainer) -> String {
    let progress = trainer.progress
    guard progress.batches > 0 else { return "after epoch \(progress.epochs)" }
    let size = min(trainer.source.batchSize, trainer.source.rows.rowCount)
    let count = (trainer.source.rows.rowCount + size - 1) / size
    return "in epoch \(progress.epochs + 1), after batch \(progress.batches) of \(count)"
  }
}
