internal import Language
internal import Networks
internal import Shell

/// Fits the model to the dataset.
struct TrainCommand: Command {
  static let manual = Manual(
    name: "train",
    summary: "Fit the model to the dataset, going on from where training stands.",
    details: """
      An epoch that has begun is finished first and counts as one. Alone it trains 20 epochs. Ctrl-C
      stops after the batch in hand; 'train' then goes on with the rest of that epoch. With
      checkpoint=FILE the state is written as it goes, at the end, and when the run is stopped, by
      Ctrl-C or by SIGTERM; 'resume FILE' goes on from there. With plot=FIGURE the figure is drawn after
      each epoch, in place of the one before where the terminal or the notebook can show it so; it
      changes nothing of the training.
      """,
    examples: [
      "train 1", "train steps=10 lr=1e-4", "train 2 checkpoint=run.ck every=1", "train 3 plot=loss",
    ],
    results: ["loss", "epoch", "steps", "seconds"]
  )

  /// The seed's number of epochs.
  private static let standardEpochs = 20

  @Argument("Passes over the training set; 20 where neither is given.", .integer(0...1_000_000))
  var epochs: Int?

  @Option("Batches instead of epochs.", .integer(0...Int.max))
  var steps: Int?

  @Option("The learning rate of this command only.", .number(.notNegative))
  var lr: Double?

  @Option("The file that the state is written to while training goes on.")
  var checkpoint: Path?

  @Option("The epochs from one writing of the checkpoint to the next.", .integer(1...1_000_000))
  var every: Int?

  @Option("The figure that shows how training goes.")
  var plot: LiveFigureName?

  func run(in context: Context) throws(Diagnostic) {
    guard every == nil || checkpoint != nil else {
      throw Diagnostic(
        .value,
        "every= says how often a checkpoint is written, and there is none",
        hint: "name its file, as in 'checkpoint=run.ck'"
      )
    }
    let keeper = checkpoint.map {
      CheckpointKeeper(CheckpointFile($0), every: every ?? 1, in: context)
    }
    guard epochs == nil || steps == nil else {
      throw Diagnostic(.value, "train takes epochs or steps, not both")
    }
    try context.train(
      until: steps.map { .steps($0) } ?? .epochs(epochs ?? Self.standardEpochs),
      rate: lr,
      keeper: keeper,
      figure: plot.map { LiveFigure($0, in: context) }
    )
  }
}
