internal import Files
internal import Language
internal import Networks
internal import Shell

/// Takes weights from a file.
struct LoadCommand: Command {
  static let manual = Manual(
    name: "load",
    summary: "Take the model's weights from a .safetensors file.",
    details: """
      Names and shapes must be the model's, which are PyTorch's names. Without a model, a file that
      'save' has written makes one. The optimizer and the place in training stay as they are. A file
      of ours that has changed in any byte is refused.
      """,
    examples: ["load model.safetensors"]
  )

  @Argument("The file.")
  var file: Path

  @Option("Whether weights that are infinite or not a number are let pass.")
  var nonfinite = false

  func run(in context: Context) throws(Diagnostic) {
    let contents = try context.read(file)
    let weights = try Diagnostic.translating(file: file.text) { () throws(ModelFileError) in
      try ModelFile(contents: contents, allowsNonFinite: nonfinite)
    }
    let workbench = context.workbench
    let old = workbench.training.model
    let model = if let old { old } else { try newModel(for: weights, in: context) }
    try Diagnostic.translating(file: file.text) { () throws(ModelFileError) in
      try model.load(weights)
    }
    if old == nil { workbench.training.replaceModel(model) }
    context.say("loaded \(file.text)")
  }

  private func newModel(
    for weights: ModelFile,
    in context: Context
  ) throws(Diagnostic) -> Autoencoder {
    guard let architecture = weights.architecture, let seed = weights.seed else {
      throw Diagnostic(
        .state,
        "there is no model yet, and '\(file.text)' does not say what it is of",
        hint: "make one first, as in 'model 784 128 64 16 3'"
      )
    }
    return try context.workbench.newModel(architecture, seed: seed)
  }
}
