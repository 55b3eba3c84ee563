internal import Language
internal import Shell

/// Measures how long a statement takes.
struct TimeCommand: Command {
  static let manual = Manual(
    name: "time",
    summary: "Run a statement and print how long it took.",
    examples: ["time print 1"],
    results: ["seconds"]
  )

  @Body("The statement.")
  var body: Void

  func run(in context: Context) throws(Diagnostic) {
    let clock = ContinuousClock()
    let start = clock.now
    try context.runBody()
    let seconds = (clock.now - start) / .seconds(1)
    context.say("time: \(NumberText.significant(seconds, digits: 3)) s")
    context.result = .record(Record([("seconds", .float(seconds))]))
  }
}
