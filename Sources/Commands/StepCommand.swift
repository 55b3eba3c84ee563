internal import Language
internal import Networks
internal import Shell

/// Trains batch by batch.
struct StepCommand: Command {
  static let manual = Manual(
    name: "step",
    summary: "Train on the next batches, to look at gradients and activations after each.",
    examples: ["step", "step 10"],
    results: ["loss", "epoch", "steps", "seconds"]
  )

  @Argument("How many batches.", .integer(0...Int.max))
  var count = 1

  func run(in context: Context) throws(Diagnostic) {
    try context.train(until: .steps(count), rate: nil)
  }
}
