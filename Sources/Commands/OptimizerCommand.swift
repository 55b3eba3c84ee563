internal import Language
internal import Networks
internal import Shell

/// Chooses the optimizer, or says which is in force.
struct OptimizerCommand: Command {
  static let manual = Manual(
    name: "optimizer",
    summary: "Choose the optimizer and its options, or print what is in force.",
    details: "Changing the options of the same optimizer keeps its moments.",
    examples: ["optimizer adam lr=1e-3", "optimizer"]
  )

  static let variants: [any Declaration.Type] = [
    OptimizerAdamCommand.self, OptimizerSGDCommand.self,
  ]

  func run(in context: Context) throws(Diagnostic) {
    let optimizer = context.workbench.training.optimizer
    let type = type(of: optimizer)
    let options = type.hyperParameters.map { parameter in
      "\(parameter.name)=\(optimizer.values[parameter.name].written ?? "")"
    }
    context.say(([type.name] + options).joined(separator: " "))
  }
}
