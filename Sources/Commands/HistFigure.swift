internal import Language
internal import Plots
internal import Shell
internal import Tensors

/// How the numbers of a tensor are distributed.
struct HistFigure: FigureDeclaration {
  static let manual = Manual(
    name: "hist",
    summary: "Draw how the numbers of a tensor are distributed.",
    details: """
      Takes an expression, or the full name of a parameter such as encoder.0.weight;
      grad("encoder.0.weight") and activation("encoder.0") work as well. Numbers that are not finite
      are left out, which the caption says.
      """,
    examples: ["plot hist encoder.0.weight", "plot hist grad(\"encoder.0.weight\") log=true"],
    results: ["width", "height"]
  )

  @Expressions("The tensor.", count: 1...1)
  var values: [Value]

  @Option("How many bars; as many as suit the numbers without.", .integer(1...1_000))
  var bins: Int?

  @Option("Whether the vertical axis is logarithmic.")
  var log = false

  @Option("What stands above the figure.")
  var title = ""

  @Option("What stands below the horizontal axis.")
  var xlabel = ""

  @Option("The width of the page in pixels.", ChartSize.sides)
  var width = 640

  @Option("The height of the page in pixels.", ChartSize.sides)
  var height = 400

  @Option("The pixels of a PNG file to a pixel of the page.", ChartSize.scales)
  var scale = 1

  func draw(in context: Context) throws(Diagnostic) -> DrawnFigure {
    guard let value = values.first else {
      throw Diagnostic(
        .value,
        "a histogram needs numbers",
        hint: "name them, as in 'plot hist encoder.0.weight'"
      )
    }
    let tensor = try BuiltinArguments.tensor(value, for: "plot hist")
    let histogram = try Diagnostic.translating { () throws(PlotError) in
      try Histogram(tensor.scalars, bins: bins, stop: context.stop)
    }
    var chart = histogram.chart()
    chart.title = title
    chart.x.title = xlabel.isEmpty && !$values[0].hasPrefix("[") ? $values[0] : xlabel
    chart.y.isLogarithmic = log
    (chart.width, chart.height, chart.density) = (width, height, scale)
    let left = histogram.leftOut
    let odd = left == 0 ? "" : ", \(NumberText.grouped(left)) not finite left out"
    let count = NumberText.grouped(tensor.count - left)
    return try DrawnFigure(
      name: "hist",
      caption: "\(count) numbers of \($values[0]) in \(histogram.counts.count) bins\(odd)",
      chart: chart
    )
  }
}
