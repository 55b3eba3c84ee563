public import ArgumentParser
public import Terminal

/// The command line of a run: a script with its arguments, or a prompt.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "aerepl",
    abstract: "A scripting REPL for autoencoders.",
    usage: """
      aerepl [<options>]                     a prompt
      aerepl [<options>] FILE.ae [ARG...]    run a script; '-' reads it from standard input
      aerepl [<options>] -e CODE [ARG...]    run CODE
      """,
    version: Version.text
  )

  @Option(
    name: .customShort("e"),
    help: ArgumentHelp("Run CODE; several are its lines.", valueName: "code")
  )
  var code: [String] = []

  @Flag(name: .customShort("i"), help: "Come to a prompt afterwards.")
  var comesToPrompt = false

  @Flag(name: .customShort("q"), help: "Show no banner.")
  var isQuiet = false

  @Option(help: "How many threads to work with; default: one for each processor.")
  var threads: Int?

  @Option(help: "The seed of all random numbers.")
  var seed: UInt64 = 0

  @Option(help: ArgumentHelp("The folder to look for datasets in.", valueName: "dir"))
  var data: String?

  @Flag(help: "Go on after an error; the exit status is still 1.")
  var keepGoing = false

  @Flag(help: "Refuse lines that begin with '!'.")
  var noShell = false

  @Flag(help: "Neither read nor write the prompt's history.")
  var noHistory = false

  @Option(help: "Colour diagnostics: auto, always or never.")
  var color = ColorChoice.auto

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("A script and its arguments.", valueName: "file")
  )
  var words: [String] = []

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("the value of '--threads' is between 1 and 1024, not \(threads)")
    }
    // What begins with a dash and was not taken as an option came where a script's name is due.
    if let word = words.first, word.hasPrefix("-"), word != "-", word != "--" {
      throw ValidationError("unknown option '\(word)'")
    }
  }
}

extension ColorChoice: ExpressibleByArgument {}

extension RunCommand {
  /// How the reading of a command line ended.
  enum Reading {
    /// There is something to run.
    case run(RunCommand)
    /// The program is to say something and end.
    case end(text: String, status: Int32)
  }

  /// Reads the command line.
  static func read(_ arguments: [String]) -> Reading {
    do {
      return .run(try parse(arguments))
    } catch {
      let text = fullMessage(for: error)
      // The parser's own status for wrong use is 64; ours is that of most Unix tools.
      let status: Int32 = exitCode(for: error) == .success ? 0 : 2
      return .end(text: text, status: status)
    }
  }
}
