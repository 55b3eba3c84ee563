internal import Language
internal import Shell

/// Sets how the training images are cut into batches.
struct BatchCommand: Command {
  static let manual = Manual(
    name: "batch",
    summary: "Set the batch size and the shuffling of the training set, or print them.",
    details: "A change in the middle of an epoch begins that epoch anew.",
    examples: ["batch 64", "batch 128 shuffle=false"]
  )

  @Argument(
    "The images in a batch; the last one of an epoch may have fewer.",
    .integer(1...1_000_000)
  )
  var size: Int?

  @Option("Whether each epoch visits the images in an order of its own.")
  var shuffle: Bool?

  func run(in context: Context) throws(Diagnostic) {
    let workbench = context.workbench
    guard size != nil || shuffle != nil else {
      context.say("batch \(workbench.batchSize) shuffle=\(workbench.shuffles)")
      return
    }
    workbench.batchSize = size ?? workbench.batchSize
    workbench.shuffles = shuffle ?? workbench.shuffles
  }
}
