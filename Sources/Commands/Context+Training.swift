internal import Language
internal import Networks
internal import Shell
internal import Tensors

extension Context {
  /// Chooses an optimizer with options by name.
  func choose(_ type: any Optimizer.Type, _ options: [String: Double]) throws(Diagnostic) {
    let optimizer = try Diagnostic.translating { () throws(OptimizerError) in
      try Optimizers.make(type.name, options)
    }
    workbench.training.choose(optimizer)
  }

  /// Returns what the model makes of samples.
  func reconstruct(_ samples: Tensor, with model: Autoencoder) throws(Diagnostic) -> Tensor {
    try Diagnostic.translating { () throws(TensorError) in try model.reconstruct(samples) }
  }

  /// Trains until a goal, showing epochs and progress, and sets the result.
  ///
  /// A keeper writes checkpoints meanwhile; a failure to do so stops training. A figure is drawn after
  /// each epoch; a failure to do so is a warning.
  func train(
    until goal: TrainingGoal,
    rate: Double?,
    keeper: CheckpointKeeper? = nil,
    figure: LiveFigure? = nil
  ) throws(Diagnostic) {
    let trainer = try workbench.requireTrainer()
    try keeper?.prepare()
    let before = trainer.progress
    var reporter = TrainingReporter(context: self, goal: goal, trainer: trainer)
    let end: TrainingEnd
    do throws(TrainingError) {
      end = try trainer.run(
        goal,
        rate: rate,
        onBatch: { reporter.report($0) },
        onEpoch: { epoch in
          reporter.report(epoch)
          if let figure { reporter.pause { figure.update() } }
          keeper?.note(epoch)
        },
        shouldStop: { isInterrupted || keeper?.failure != nil }
      )
    } catch {
      reporter.finish()
      figure?.finish()
      throw Diagnostic(error)
    }
    reporter.finish()
    figure?.finish()
    try keeper?.finish(trainer.progress)
    if end == .stopped { throw reporter.interruption }
    result = .record(reporter.result(since: before))
  }
}
