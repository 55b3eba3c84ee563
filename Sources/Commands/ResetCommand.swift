internal import Language
internal import Networks
internal import Shell

/// Begins training anew.
struct ResetCommand: Command {
  static let manual = Manual(
    name: "reset",
    summary: "Begin training anew: new weights, empty optimizer and history.",
    details: "Without a seed the weights are the same initial ones again.",
    examples: ["reset", "reset seed=1"]
  )

  @Option("The seed of weights and shuffling.", .integer(0...Int.max))
  var seed: Int?

  func run(in context: Context) throws(Diagnostic) {
    let model = try context.workbench.requireModel()
    try context.workbench.makeModel(
      model.architecture,
      seed: seed.map(UInt64.init) ?? model.seed
    )
  }
}
