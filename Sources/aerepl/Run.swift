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

  /// Creates the settings of a check.
  init(_ command: CheckCommand) {
    console.environment = Self.environment
    console.color = command.color
    session.environment = Self.environment
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
      origin = file == "-" ? .standardInput : .file(path: Self.path(followedBy: words.count))
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

  /// Returns the script's path by its bytes, which need not be text.
  private static func path(followedBy count: Int) -> [UInt8] {
    let index = Int(CommandLine.argc) - 1 - count
    // SAFETY: argv has argc entries, and the script's name is one of them.
    guard let word = CommandLine.unsafeArgv[index] else { return [] }
    return UnsafeBufferPointer(start: word, count: strlen(word)).map { UInt8(bitPattern: $0) }
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
  func check(_ paths: [String]) -> Never { finish { $0.check(paths, in: $1) } }

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
