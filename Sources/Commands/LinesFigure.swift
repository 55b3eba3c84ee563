internal import Language
internal import Plots
internal import Shell
internal import Tensors

/// Numbers of the user's own as lines, dots or bars.
struct LinesFigure: FigureDeclaration {
  static let manual = Manual(
    name: "lines",
    summary: "Draw numbers as lines, dots or bars.",
    examples: ["plot arange(0, 10)"],
    results: ["width", "height"]
  )

  /// What numbers become.
  enum Style: String, Choice {
    case line, dots, bars
  }

  @Expressions("The numbers: lists or tensors.", count: 1...64)
  var values: [Value]

  @Option("The places of the numbers; 0, 1, 2, … without.")
  var x: Value?

  @Option("What the numbers become.")
  var style = Style.line

  @Option("The names of the lines, a list of strings; the expressions without.", .list)
  var labels: Value?

  @Option("The names below the bars, a list of strings.", .list)
  var names: Value?

  @Option("What stands above the figure.")
  var title = ""

  @Option("What stands below the horizontal axis.")
  var xlabel = ""

  @Option("What stands beside the vertical axis.")
  var ylabel = ""

  @Option("Whether the vertical axis is logarithmic.")
  var log = false

  @Option("Whether the horizontal axis is logarithmic.")
  var logx = false

  @Option("The width of the page in pixels.", ChartSize.sides)
  var width = 640

  @Option("The height of the page in pixels.", ChartSize.sides)
  var height = 400

  @Option("The pixels of a PNG file to a pixel of the page.", ChartSize.scales)
  var scale = 1

  func draw(in context: Context) throws(Diagnostic) -> DrawnFigure {
    let rows = try NumberRows(
      values,
      texts: $values,
      labels: try texts(of: labels, "labels"),
      in: context
    )
    let names = try texts(of: names, "names") ?? []
    var chart: Chart
    if style == .bars {
      chart = Chart.bars(rows.rows, names: try barNames(names, count: rows.longest, in: context))
    } else {
      chart = try lines(rows, in: context)
      chart.x.categories = names
    }
    chart.title = title
    chart.x.title = xlabel
    let isNamed = labels != nil || !$values[0].hasPrefix("[")
    chart.y.title = ylabel.isEmpty && rows.rows.count == 1 && isNamed ? rows.rows[0].label : ylabel
    chart.y.isLogarithmic = log
    chart.x.isLogarithmic = logx
    (chart.width, chart.height, chart.density) = (width, height, scale)
    chart.stop = context.stop
    let shown = rows.rows.count == 1 ? $values[0] : "\(rows.rows.count) rows of numbers"
    return try DrawnFigure(
      name: "",
      caption: "\(title.isEmpty ? shown : title) as \(style == .line ? "lines" : style.rawValue)",
      chart: chart
    )
  }

  private func lines(_ rows: NumberRows, in context: Context) throws(Diagnostic) -> Chart {
    var places: [Double]?
    if let x { places = try NumberRows.numbers(x, of: "x=", in: context) }
    var chart = Chart([])
    for row in rows.rows {
      guard places?.count ?? row.numbers.count == row.numbers.count else {
        throw Diagnostic(
          .shape,
          "x= has \(places?.count ?? 0) numbers, '\(row.label)' has \(row.numbers.count)"
        )
      }
      let points = try context.collect(row.numbers.count) { index in
        Point(places?[index] ?? Double(index), row.numbers[index])
      }
      chart.series.append(
        Chart.Series(
          label: row.label,
          points: points,
          look: style == .dots ? .dots : .line
        )
      )
    }
    chart.x.isWhole = places == nil
    return chart
  }

  private func barNames(
    _ names: [String],
    count: Int,
    in context: Context
  ) throws(Diagnostic) -> [String] {
    if let x {
      guard names.isEmpty else { throw Diagnostic(.value, "bars take x= or names=, not both") }
      return try barNames(
        NumberRows.numbers(x, of: "x=", in: context).map { NumberText.significant($0, digits: 6) },
        count: count,
        in: context
      )
    }
    guard !names.isEmpty else { return (0..<count).map(String.init) }
    guard names.count == count else {
      throw Diagnostic(.shape, "there are \(names.count) names for \(count) bars")
    }
    return names
  }

  private func texts(of value: Value?, _ option: String) throws(Diagnostic) -> [String]? {
    guard case .list(let list)? = value else { return nil }
    var texts: [String] = []
    for element in list.elements {
      guard case .string(let text) = element else {
        throw Diagnostic(.type, "\(option)= takes strings, not \(element.kindPhrase)")
      }
      texts.append(text)
    }
    return texts
  }
}
