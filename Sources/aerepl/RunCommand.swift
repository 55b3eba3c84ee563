public import ArgumentParser
internal import Commands
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
      aerepl check FILE.ae...                check scripts; nothing runs
      aerepl format [--in-place] FILE.ae...  write scripts in the canonical layout
      aerepl fetch NAME                      download and verify a dataset
      aerepl kernel install|uninstall|run    the Jupyter kernel
      aerepl export IN -o OUT                a notebook as a script, and back
      """
  )

  @Option(
    name: .customShort("e"),
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Run CODE; several are its lines.", valueName: "code")
  )
  var code: [String] = []

  @Flag(name: .customShort("i"), help: "Come to a prompt afterwards.")
  var comesToPrompt = false

  @Flag(name: .customShort("q"), help: "Show no banner.")
  var isQuiet = false

  // A value that begins with '-' is a value all the same: what is wrong with it can be told then.
  @Option(
    name: .customLong("threads"),
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many threads to work with, from 1 to \(ThreadCount.range.upperBound); default: one for "
        + "each processor.",
      valueName: "n"
    )
  )
  var threadsText: String?

  @Option(
    name: .customLong("seed"),
    parsing: .unconditional,
    help: ArgumentHelp("The seed of all random numbers, from 0.", valueName: "n")
  )
  var seedText = "0"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The folder to look for datasets in.", valueName: "dir")
  )
  var data: String?

  @Flag(help: "Go on after an error; the exit status is still 1.")
  var keepGoing = false

  @Flag(help: "Refuse lines that begin with '!'.")
  var noShell = false

  @Flag(help: "Neither read nor write the prompt's history.")
  var noHistory = false

  @Option(help: "Colour diagnostics: auto, always or never.")
  var color = ColorChoice.auto

  @Flag(name: .customLong("version"), help: "Show the version and the licence.")
  var showsVersion = false

  @Argument(
    parsing: .captureForPassthrough,
    help: ArgumentHelp("A script and its arguments.", valueName: "file")
  )
  var words: [String] = []

  /// The number of threads; nil for as many as there are processors.
  var threads: Int? { threadsText.flatMap { Int($0) } }

  /// The seed.
  var seed: UInt64 { UInt64(seedText) ?? 0 }

  func validate() throws {
    if showsVersion { throw CleanExit.message(Version.text) }
    if let threadsText, !(threads.map(ThreadCount.range.contains) ?? false) {
      let range = ThreadCount.range
      throw ValidationError(
        "'--threads' takes a whole number from \(range.lowerBound) to \(range.upperBound), "
          + "not '\(threadsText)'"
      )
    }
    if UInt64(seedText) == nil {
      throw ValidationError(
        "'--seed' takes a whole number from 0 to \(UInt64.max), not '\(seedText)'"
      )
    }
    // The words are everything from the first that is no option of ours.
    switch words.first {
    case "-h", "--help": throw CleanExit.helpRequest(self)
    case "-", "--", nil: break
    case .some(let word) where word.hasPrefix("-"):
      throw ValidationError("unknown option '\(word)'")
    default: break
    }
  }
}

extension RunCommand {
  /// Reads the command line.
  ///
  /// The parser's time grows with the square of the number of words, of which a script may have ten
  /// thousand. What follows the script, or the code, is the script's: so the parser is shown the
  /// beginning only, twice as much of it each time, until the script is among it.
  static func read(_ arguments: [String]) -> Reading<Self> {
    var count = shortestBeginning
    while count < arguments.count {
      // What is wrong with a beginning may come of the cut, as an option whose value is missing.
      if var command = try? parse(Array(arguments[..<count])), !command.words.isEmpty {
        command.words += arguments[count...]
        return .command(command)
      }
      count *= 2
    }
    return .reading(arguments)
  }

  /// More words than the options take in nearly all command lines.
  private static let shortestBeginning = 16
}

extension ColorChoice: ExpressibleByArgument {}

/// How the reading of a command line ended.
enum Reading<Command> {
  /// There is something to do.
  case command(Command)
  /// The program is to say something and end.
  case end(text: String, status: Int32)
}

extension Reading where Command: ParsableCommand {
  /// Reads a command line.
  static func reading(_ arguments: [String]) -> Self {
    do { return .command(try Command.parse(arguments)) } catch { return Command.end(error) }
  }
}

extension ParsableCommand {
  /// Reads the command line of a command that consists of others.
  static func readSubcommand(_ arguments: [String]) -> Reading<any ParsableCommand> {
    do {
      let command = try parseAsRoot(arguments)
      // The command that says nothing further, and the one that shows help, throw their texts.
      guard command is any KernelSubcommand else {
        var command = command
        try command.run()
        return .command(command)
      }
      return .command(command)
    } catch {
      return end(error)
    }
  }

  fileprivate static func end<Command>(_ error: any Error) -> Reading<Command> {
    let text = fullMessage(for: error)
    // The parser's own status for wrong use is 64; ours is that of most Unix tools.
    let status: Int32 = exitCode(for: error) == .success ? 0 : 2
    return .end(text: text, status: status)
  }
}
