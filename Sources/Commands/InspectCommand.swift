internal import Language
internal import Shell
internal import Tensors

/// Describes a tensor.
struct InspectCommand: Command {
  static let manual = Manual(
    name: "inspect",
    summary: "Describe a tensor: shape, range, mean, deviation, odd values, histogram, corners.",
    details: """
      Takes an expression, or the full name of a parameter such as encoder.0.weight;
      grad("encoder.0.weight") and activation("encoder.0") work as well.
      """,
    examples: ["inspect encoder.0.weight", "inspect test_x[0:10]"],
    results: ["shape", "min", "max", "mean", "std", "nan", "inf", "zeros"]
  )

  @Expressions("The tensor.", count: 1...1)
  var values: [Value]

  func run(in context: Context) throws(Diagnostic) {
    let tensor = try BuiltinArguments.tensor(values[0], for: "inspect")
    let statistics = TensorStatistics(tensor, stop: context.session.budget.isSpent)
    try context.checkInterruption()
    for line in TensorReport(tensor, statistics).lines { context.say(line) }
    context.result = .record(
      Record([
        ("shape", try Value.list(of: tensor.shape.dimensions.map(Value.integer))),
        ("min", .float(statistics.minimum)), ("max", .float(statistics.maximum)),
        ("mean", .float(statistics.mean)), ("std", .float(statistics.deviation)),
        ("nan", .integer(statistics.nanCount)), ("inf", .integer(statistics.infinityCount)),
        ("zeros", .integer(statistics.zeroCount)),
      ])
    )
  }
}
