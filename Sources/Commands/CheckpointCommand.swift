internal import Files
internal import Language
internal import Shell

/// Writes the whole state of training to a file.
struct CheckpointCommand: Command {
  static let manual = Manual(
    name: "checkpoint",
    summary: "Write the whole state of training to a file, from which 'resume' goes on.",
    details: """
      The file has weights, moments, history, the place in the epoch, the settings of model, batches
      and dataset, and the random state; not the images themselves. It is written as a whole or not
      at all.
      """,
    examples: ["checkpoint run.ck"]
  )

  @Argument("The file.")
  var file: Path

  @Option("Whether a file of another kind is overwritten.")
  var force = false

  func run(in context: Context) throws(Diagnostic) {
    try CheckpointFile(file, force: force).write(in: context)
    context.say("saved \(file.text)")
  }
}
