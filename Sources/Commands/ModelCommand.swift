internal import Language
internal import Networks
internal import Shell

/// Makes a model, or shows it.
struct ModelCommand: Command {
  static let manual = Manual(
    name: "model",
    summary: "Make an undercomplete autoencoder, or show its structure.",
    details: """
      The widths are the encoder's, from the input to the code; the decoder mirrors them. Weights
      and biases are drawn as PyTorch draws them by default.
      """,
    examples: ["model 784 128 64 16 3", "model 784 32 output=sigmoid", "model"]
  )

  @Arguments("The encoder's widths.", .integer(1...Architecture.widthLimit))
  var widths: [Int]

  @Option("What follows each hidden layer.", .choice(Activation.all.map(\.name)))
  var activation = Activation.relu.name

  @Option("What follows the last layer.", .choice(Activation.all.map(\.name)))
  var output = Activation.tanh.name

  @Option("Whether layers have biases.")
  var bias = true

  @Option("The seed of weights and shuffling; the session's if not given.", .integer(0...Int.max))
  var seed: Int?

  func run(in context: Context) throws(Diagnostic) {
    let workbench = context.workbench
    guard !widths.isEmpty else {
      context.say(try workbench.requireModel().description)
      return
    }
    let architecture = try Diagnostic.translating { () throws(ArchitectureError) in
      try Architecture(
        widths: widths,
        activation: Activation.named(activation) ?? .relu,
        output: Activation.named(output) ?? .tanh,
        hasBias: bias
      )
    }
    try workbench.makeModel(architecture, seed: seed.map(UInt64.init) ?? context.session.seed)
  }
}
