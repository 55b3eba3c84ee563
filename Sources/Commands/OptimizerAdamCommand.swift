internal import Language
internal import Networks
internal import Shell

/// Chooses Adam.
struct OptimizerAdamCommand: Command {
  static let manual = Manual(
    name: "adam",
    summary: "Adam, as PyTorch has it.",
    examples: ["optimizer adam lr=5e-4"]
  )

  @Option("The learning rate.", .number(.notNegative))
  var lr = Adam.standard.values["lr"]

  @Option("The memory of the mean gradient.", .number(.below(0..<1)))
  var beta1 = Adam.standard.values["beta1"]

  @Option("The memory of the mean squared gradient.", .number(.below(0..<1)))
  var beta2 = Adam.standard.values["beta2"]

  @Option("What is added to the divisor.", .number(.positive))
  var eps = Adam.standard.values["eps"]

  @Option("How much of a weight is added to its gradient.", .number(.notNegative))
  var weight_decay = Adam.standard.values["weight_decay"]

  func run(in context: Context) throws(Diagnostic) {
    try context.choose(
      Adam.self,
      ["lr": lr, "beta1": beta1, "beta2": beta2, "eps": eps, "weight_decay": weight_decay]
    )
  }
}
