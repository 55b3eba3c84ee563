internal import Language
internal import Networks
internal import Shell

/// Chooses the loss, or says which is in force.
struct LossCommand: Command {
  static let manual = Manual(
    name: "loss",
    summary: "Choose what training minimises, or print what is in force.",
    examples: ["loss mse", "loss"]
  )

  @Argument("The loss.", .choice(Loss.all.map(\.name)))
  var name: String?

  func run(in context: Context) throws(Diagnostic) {
    guard let name, let loss = Loss.named(name) else {
      let loss = context.workbench.training.loss
      context.say("\(loss.name): \(loss.summary)")
      return
    }
    context.workbench.training.loss = loss
  }
}
