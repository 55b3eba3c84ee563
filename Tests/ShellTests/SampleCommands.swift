import Language
import Shell

/// A command with one parameter of each kind.
struct SampleCommand: Command {
  static let manual = Manual(
    name: "sample",
    summary: "Show what it was given.",
    examples: ["sample 3 mode=fast"],
    aliases: ["s"]
  )

  enum Mode: String, Choice { case fast, slow }

  @Argument("How often.", .integer(0...9))
  var count = 1

  @Option("A positive number.", .number(.positive))
  var rate: Double?

  @Option("How to go about it.")
  var mode = Mode.slow

  @Option("Whether to be loud.")
  var loud = false

  func run(in context: Context) throws(Diagnostic) {
    let rate = rate.map { "\($0)" } ?? "none"
    context.say("\(count) \(rate) \(mode.rawValue) \(loud)")
    context.result = .record(Record([("count", .integer(count))]))
  }
}

/// A command that needs a path and takes the rest as words.
struct WordsCommand: Command {
  static let manual = Manual(name: "words", summary: "Show words.", examples: ["words a.txt b c"])

  @Argument("A file.")
  var file: Path

  @Arguments("More words.")
  var rest: [String]

  func run(in context: Context) throws(Diagnostic) {
    context.say(([file.text] + rest).joined(separator: "|"))
  }
}

/// A command with variants, one a command of its own and one that is handed over.
struct FamilyCommand: Command {
  static let manual = Manual(name: "family", summary: "Have variants.", examples: ["family own"])
  static let variants: [any Declaration.Type] = [OwnVariant.self, HandedVariant.self]

  func run(in context: Context) throws(Diagnostic) {
    let handed = (context.variant as? HandedVariant)?.size
    context.say("family \(handed.map { "\($0)" } ?? "alone")")
  }

  struct OwnVariant: Command {
    static let manual = Manual(name: "own", summary: "Run by itself.", examples: ["family own"])

    func run(in context: Context) throws(Diagnostic) { context.say("own") }
  }

  struct HandedVariant: Declaration {
    static let manual = Manual(name: "handed", summary: "Be handed over.", examples: [])

    @Option("A size.")
    var size = 5
  }
}

/// A command that prints expressions and one that runs a statement twice.
struct ShowCommand: Command {
  static let manual = Manual(name: "show", summary: "Show values.", examples: ["show 1"])

  @Expressions("The values.", count: 0...3)
  var values: [Value]

  func run(in context: Context) throws(Diagnostic) {
    context.say(values.map(\.printed).joined(separator: " "))
  }
}

struct TwiceCommand: Command {
  static let manual = Manual(name: "twice", summary: "Do it twice.", examples: ["twice show 1"])

  @Body("The statement.")
  var body: Void

  func run(in context: Context) throws(Diagnostic) {
    try context.runBody()
    try context.runBody()
  }
}

/// A command that asks to stop, as a user would, and one that leaves.
struct StopCommand: Command {
  static let manual = Manual(name: "stop", summary: "Interrupt the session.", examples: [])

  func run(in context: Context) throws(Diagnostic) { context.session.interruption.request() }
}

struct LeaveCommand: Command {
  static let manual = Manual(name: "leave", summary: "Leave with 7.", examples: [])

  func run(in context: Context) throws(Diagnostic) { context.quit(7) }
}

/// A command that sources a text given as an expression.
struct InlineCommand: Command {
  static let manual = Manual(name: "inline", summary: "Run a text.", examples: [])

  @Expressions("The text.", count: 1...1)
  var values: [Value]

  func run(in context: Context) throws(Diagnostic) {
    try context.run(SourceText(name: "inner.ae", values[0].printed), arguments: ["inner"])
  }
}

extension Catalog {
  /// The sample commands; `layer.0.weight` is the only parameter.
  static let sample = Catalog(
    commands: [
      SampleCommand.self, WordsCommand.self, FamilyCommand.self, ShowCommand.self,
      TwiceCommand.self, StopCommand.self, LeaveCommand.self, InlineCommand.self,
    ],
    parameterNames: { _ in ["layer.0.weight"] },
    lookUpParameter: { _, name throws(Diagnostic) in
      guard name == "layer.0.weight" else { throw Diagnostic(.name, "no parameter '\(name)'") }
      return .integer(42)
    }
  )
}
