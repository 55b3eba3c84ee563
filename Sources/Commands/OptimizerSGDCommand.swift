internal import Language
internal import Networks
internal import Shell

/// Chooses gradient descent.
struct OptimizerSGDCommand: Command {
  static let manual = Manual(
    name: "sgd",
    summary: "Gradient descent with momentum, as PyTorch has it.",
    examples: ["optimizer sgd lr=0.1 momentum=0.9"]
  )

  @Option("The learning rate.", .number(.notNegative))
  var lr = SGD.standard.values["lr"]

  @Option("The memory of the direction.", .number(.within(0...1)))
  var momentum = SGD.standard.values["momentum"]

  @Option("How much of a weight is added to its gradient.", .number(.notNegative))
  var weight_decay = SGD.standard.values["weight_decay"]

  func run(in context: Context) throws(Diagnostic) {
    try context.choose(
      SGD.self,
      ["lr": lr, "momentum": momentum, "weight_decay": weight_decay]
    )
  }
}
