internal import Datasets
internal import Language
internal import Networks
internal import Shell
internal import Tensors

/// Judges the model.
struct EvalCommand: Command {
  static let manual = Manual(
    name: "eval",
    summary: "Compute the mean loss over a part of the dataset.",
    examples: ["eval", "eval train"],
    results: ["loss", "mse", "count", "split"]
  )

  @Argument("The part of the dataset.")
  var split = Split.test

  func run(in context: Context) throws(Diagnostic) {
    let workbench = context.workbench
    let dataset = try workbench.requireDataset()
    let model = try workbench.requireModel(for: dataset)
    let images = try split.images(of: dataset)
    let loss = workbench.training.loss
    let evaluation = try Diagnostic.translating { () throws(TensorError) in
      try model.evaluate(images.pixels, loss: loss)
    }
    if split == .test { workbench.noteTestLoss(evaluation.loss) }
    let value = NumberText.fixed(evaluation.loss, decimals: 4)
    let count = NumberText.grouped(evaluation.count)
    context.say("\(split.rawValue) \(loss.name) \(value) over \(count) images")
    context.result = .record(
      Record([
        ("loss", .float(evaluation.loss)), ("mse", .float(evaluation.mse)),
        ("count", .integer(evaluation.count)), ("split", .string(split.rawValue)),
      ])
    )
  }
}
