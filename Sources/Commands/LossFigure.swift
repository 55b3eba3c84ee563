internal import Datasets
internal import Language
internal import Networks
internal import Plots
internal import Shell
internal import Tensors

/// The loss over the epochs.
struct LossFigure: FigureDeclaration {
  static let manual = Manual(
    name: "loss",
    summary: "Draw the loss of all epochs.",
    details: """
      The training loss is the mean of an epoch's batches. The test loss is known for the epochs
      after which 'eval' or 'plot loss' measured it; this figure measures it now.
      """,
    examples: ["train 3; plot loss", "train 3; plot loss log=true"],
    results: ["width", "height"]
  )

  @Option("Whether the vertical axis is logarithmic.")
  var log = false

  @Option("Whether the loss of the test images is measured and shown.")
  var test = true

  @Option("What stands above the figure.")
  var title = ""

  @Option("The width of the page in pixels.", ChartSize.sides)
  var width = 640

  @Option("The height of the page in pixels.", ChartSize.sides)
  var height = 400

  @Option("The pixels of a PNG file to a pixel of the page.", ChartSize.scales)
  var scale = 1

  func draw(in context: Context) throws(Diagnostic) -> DrawnFigure {
    let workbench = context.workbench
    let model = try workbench.requireModel()
    guard let trainer = workbench.training.trainer, !trainer.progress.history.isEmpty else {
      throw Diagnostic(.state, "no epoch has finished yet", hint: "'train 1' trains one")
    }
    let history = trainer.progress.history
    let measured = test ? try measure(model, workbench) : []
    var chart = Chart([
      Chart.Series(label: "train", points: history.map { Point(Double($0.epoch), $0.meanLoss) })
    ])
    if !measured.isEmpty {
      chart.series.append(
        Chart.Series(label: "test", points: measured.map { Point($0.epoch, $0.loss) })
      )
    }
    chart.title = title
    chart.x = Axis(title: "epoch", isWhole: true)
    chart.y = Axis(title: "loss (\(workbench.training.loss.name))", isLogarithmic: log)
    (chart.width, chart.height, chart.density) = (width, height, scale)
    let last = history[history.count - 1]
    let epochs = history.count == 1 ? "1 epoch" : "\(history.count) epochs"
    let loss = NumberText.fixed(last.meanLoss, decimals: 4)
    return try DrawnFigure(
      name: "loss",
      caption: "the loss over \(epochs), \(loss) in the last",
      chart: chart
    )
  }

  /// Measures the loss of the test images, where there are some for the model, and returns all that
  /// is known of it.
  private func measure(
    _ model: Autoencoder,
    _ workbench: Workbench
  ) throws(Diagnostic) -> [TestCurve.Entry] {
    guard let images = workbench.dataset?.test, images.count > 0,
      images.width * images.height == model.architecture.inputWidth
    else { return [] }
    let evaluation = try Diagnostic.translating { () throws(TensorError) in
      try model.evaluate(images.pixels, loss: workbench.training.loss)
    }
    workbench.noteTestLoss(evaluation.loss)
    return workbench.testCurve.entries
  }
}
