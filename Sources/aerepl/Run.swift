internal import Commands
internal import Glibc
internal import Shell
internal import Terminal

/// What the command line asks for.
struct RunSettings {
  /// What to run, in order; a prompt may follow.
  var origin: Console.Origin?

  /// How the console behaves.
  var console = Console.Options()

  /// What the session is given.
  var session = SessionOptions()

  /// Creates the settings of a command line without arguments.
  init() {
    let environment = Self.environment
    console.environment = environment
    console.wantsPrompt = true
    console.banner = Version.banner
    session.environment = environment
  }

  /// Creates the settings of a run that is no conversation.
  init(color: ColorChoice) {
    console.environment = Self.environment
    console.color = color
    session.environment = Self.environment
  }

  /// Creates the settings of a download, which is the script that loads the dataset.
  init(_ command: FetchCommand) {
    self.init(color: command.color)
    origin = .text("dataset \(command.name)")
    session.dataDirectory = command.data
  }

  /// Creates the settings of a command line.
  init(_ command: RunCommand) {
    self.init()
    var words = command.words
    if words.first == "--" { words.removeFirst() }
    let file = words.first
    if !command.code.isEmpty {
      origin = .text(command.code.joined(separator: "\n"))
    } else if let file {
      words.removeFirst()
      origin = file == "-" ? .standardInput : .file(path: CommandLineBytes.path(file))
    }
    console.wantsPrompt = origin == nil || command.comesToPrompt
    console.color = command.color
    console.keepsHistory = !command.noHistory
    if command.isQuiet { console.banner = [] }
    session.threads = command.threads
    session.seed = command.seed
    session.dataDirectory = command.data
    session.allowsShell = !command.noShell
    session.keepsGoing = command.keepGoing
    session.arguments = words
  }

  /// The environment, by variable name; what is not text is repaired.
  private static var environment: [String: String] {
    var result: [String: String] = [:]
    // SAFETY: environ ends with nil and is not changed while this runs.
    var next = environ
    while let entry = next.pointee {
      let text = String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        result[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      next += 1
    }
    return result
  }
}

/// One run of the program.
struct Run {
  private let settings: RunSettings

  /// Creates the run.
  init(_ settings: RunSettings) { self.settings = settings }

  /// Runs what there is to run and ends the process.
  func start() -> Never { finish(run) }

  /// Checks scripts and ends the process.
  func check(_ words: [String]) -> Never {
    finish { $0.check(words.map(Console.Origin.init(word:)), in: $1) }
  }

  /// Formats scripts and ends the process.
  func format(_ words: [String], _ manner: ScriptFormatting.Manner) -> Never {
    finish { $0.format(words.map(Console.Origin.init(word:)), manner, in: $1) }
  }

  private func finish(_ body: (Console, Session) -> Ending) -> Never {
    guard let console = Console(options: settings.console) else {
      OutputChannel(STDERR_FILENO).write("aerepl: cannot start a thread\n")
      exit(1)
    }
    var options = settings.session
    options.stackBytes = console.stackBytes
    let session = Session(host: console.renderer, catalog: .standard, options: options)
    console.close(body(console, session)).endProcess()
  }

  private func run(_ console: Console, _ session: Session) -> Ending {
    if let ending = console.runConfiguration(in: session) { return ending }
    guard let origin = settings.origin else { return console.converse(in: session) }
    let script = console.run(origin, in: session)
    guard settings.console.wantsPrompt, script.allowsPrompt else { return script.ending }
    return console.converse(in: session)
  }
}

extension Console.Origin {
  /// The script that a word of the command line names.
  fileprivate init(word: String) {
    self = word == "-" ? .standardInput : .file(path: CommandLineBytes.path(word))
  }
}
