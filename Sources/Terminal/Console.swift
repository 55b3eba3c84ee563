internal import Files
internal import Glibc
internal import Language
public import Shell

/// A session's place between standard input, output and error: scripts and prompts run here.
///
/// It is made on the main thread before any other thread exists. The main thread attends to
/// signals and to the terminal; the session runs on a thread of its own. It is a class because it
/// owns both.
public final class Console {
  /// How the console behaves.
  public struct Options: Sendable {
    /// The environment, by variable name.
    public var environment: [String: String] = [:]

    /// Whether a prompt is wanted; it comes only where input and output are terminals.
    public var wantsPrompt = false

    /// When diagnostics are coloured.
    public var color = ColorChoice.auto

    /// The lines shown before the first prompt; empty for none.
    public var banner: [String] = []

    /// Whether the prompt keeps a history.
    public var keepsHistory = true

    /// Creates the options of a plain script run.
    public init() {}
  }

  /// Where a script comes from.
  public enum Origin: Sendable {
    /// A file, whose path need not be text.
    case file(path: [UInt8])
    /// Standard input.
    case standardInput
    /// The command line.
    case text(String)
  }

  /// The host that the session must be made with.
  public let renderer: TerminalRenderer

  /// Whether there will be a prompt.
  public let hasPrompt: Bool

  /// The size of the stack of the thread that runs the session.
  public var stackBytes: Int { worker.stackBytes }

  private let options: Options
  private let signals: SignalWatch
  private let worker: Worker
  private let output: OutputChannel
  private let errors: OutputChannel
  private let interruption = InterruptionLink()
  private let capability: TerminalCapability
  private let probe: TerminalProbe
  private var reader: ReadlineReader?

  /// Takes over the standard descriptors and signals; nil where no thread can be started.
  public init?(options: Options) {
    StandardDescriptors.repair()
    let isTerminal = isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1
    let hasPrompt = options.wantsPrompt && isTerminal
    let signals = SignalWatch(for: hasPrompt ? .prompt : .scripts)
    guard let worker = Worker() else { return nil }
    let link = interruption
    let isPipeEnd = !signals.ignoredAtStart.contains(SIGPIPE)
    let policy = OutputChannel.Policy(
      givesUp: { link.isRequested },
      readerHasGone: { if isPipeEnd { Ending.signal(SIGPIPE).endProcess() } }
    )
    let output = OutputChannel(STDOUT_FILENO, policy: policy)
    let errors = OutputChannel(STDERR_FILENO, policy: policy)
    let capability = TerminalCapability(environment: options.environment, color: options.color)
    let probe = TerminalProbe(
      keepsTyped: hasPrompt,
      patience: TerminalProbe.patience(in: options.environment)
    )
    self.options = options
    self.probe = probe
    self.hasPrompt = hasPrompt
    self.signals = signals
    self.worker = worker
    self.output = output
    self.errors = errors
    self.capability = capability
    let shell = ShellCommand(
      defaultSignals: signals.defaultsForChildren,
      sharesTerminal: isatty(STDIN_FILENO) == 1
    )
    renderer = TerminalRenderer(
      output: output,
      errors: errors,
      capability: capability,
      images: !isTerminal
        ? nil
        : ImagePresenter(
          TerminalKind(environment: options.environment, color: options.color),
          hasUnicode: capability.hasUnicode,
          ask: { probe.ask($0) },
          measure: { Screen(of: STDOUT_FILENO) }
        ),
      services: TerminalRenderer.Services(
        ask: { isTerminal ? worker.ask($0) : nil },
        runShell: { shell.run($0, interruption: $1) }
      )
    )
  }

  /// How a script ended.
  public struct ScriptEnding: Sendable {
    /// How the program is to end if nothing follows.
    public var ending: Ending

    /// Whether a prompt may follow; not if the script asked to leave or could not be read.
    public var allowsPrompt: Bool
  }

  /// Runs a script to its end.
  public func run(_ origin: Origin, in session: Session) -> ScriptEnding {
    let source: SourceText
    switch self.source(origin) {
    case .failure(let ending): return ScriptEnding(ending: ending, allowsPrompt: false)
    case .success(let text): source = text
    }
    let manner: Supervisor.Manner = hasPrompt ? .prompt : .script
    switch supervise(session, manner: manner, { session.run(source, mode: .script) }) {
    case .signal(let signal):
      return ScriptEnding(ending: .signal(signal), allowsPrompt: false)
    case .ended(_, wasInterrupted: true) where manner == .script:
      return ScriptEnding(ending: .signal(SIGINT), allowsPrompt: false)
    case .ended(.finished, _): return ScriptEnding(ending: .status(0), allowsPrompt: true)
    case .ended(.failed, _): return ScriptEnding(ending: .status(1), allowsPrompt: true)
    case .ended(.quit(let status), _):
      return ScriptEnding(ending: .status(Self.status(status)), allowsPrompt: false)
    }
  }

  /// Converses with the user until they leave; where there are no terminals the rest of standard
  /// input is a script.
  public func converse(in session: Session) -> Ending {
    guard hasPrompt else { return run(.standardInput, in: session).ending }
    let loop = InteractiveLoop(
      session: session,
      reader: reader(for: session),
      renderer: renderer,
      supervise: { self.supervise(session, manner: .prompt, $0) }
    )
    return loop.run(banner: options.banner)
  }

  /// Runs the user's own script, which comes before the first prompt.
  ///
  /// It returns how the program is to end if that script says so, else nil.
  public func runConfiguration(in session: Session) -> Ending? {
    let places = FilePlaces(environment: options.environment)
    guard hasPrompt, let path = places.configurationFile else { return nil }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileReader.read(path, limit: ScriptInput.limit)
    } catch {
      if error.code != ENOENT, error.code != ENOTDIR { complain(error) }
      return nil
    }
    let source = SourceText(name: path.description, bytes: bytes)
    switch supervise(session, manner: .prompt, { session.run(source, mode: .script) }) {
    case .signal(let signal): return .signal(signal)
    case .ended(.quit(let status), _): return .status(Self.status(status))
    case .ended: return nil
    }
  }

  /// Writes what is left, and returns how the program is to end after a run that ended so.
  public func close(_ ending: Ending) -> Ending {
    guard let code = output.failure ?? errors.failure else { return ending }
    if !hasPrompt { say("cannot write the output: " + FileError.reason(for: code)) }
    return ending == .status(0) ? .status(1) : ending
  }
}

extension Console {
  /// Runs a job on the session's thread, whose output is written before the job counts as done.
  private func supervise(
    _ session: Session,
    manner: Supervisor.Manner,
    _ job: @escaping () -> Outcome
  ) -> Supervisor.Result {
    interruption.set(session.interruption)
    let supervisor = Supervisor(
      signals: signals,
      worker: worker,
      output: output,
      interruption: session.interruption,
      manner: manner,
      ask: { self.reader(for: session).ask($0) }
    )
    let renderer = renderer
    return supervisor.run {
      let outcome = job()
      if manner == .prompt { renderer.finishLine() }
      renderer.flush()
      return outcome
    }
  }

  private func reader(for session: Session) -> ReadlineReader {
    if let reader { return reader }
    let places = FilePlaces(environment: options.environment)
    let keepsHistory = hasPrompt && options.keepsHistory
    if keepsHistory, let state = places.stateDirectory, places.historyFile?.parent == state {
      // What goes wrong here is told when the history is used.
      try? PrivateDirectory.prepare(state)
    }
    let reader = ReadlineReader(
      signals: signals,
      history: keepsHistory ? places.historyFile.map(HistoryFile.init(path:)) : nil,
      hasEscapeSequences: capability.hasEscapeSequences,
      services: ReadlineReader.Services(
        completion: { session.completion(of: $0, at: $1) },
        usage: { session.usage(of: $0, at: $1) },
        warn: { self.complain($0) },
        kept: { self.probe.takeKept() }
      )
    )
    self.reader = reader
    return reader
  }

  /// Reads a script.
  func source(_ origin: Origin) -> ScriptSource {
    let input = ScriptInput(signals: signals)
    switch origin {
    case .text(let text): return .success(SourceText(name: "<command>", text))
    case .standardInput: return source(input.read(STDIN_FILENO), name: "<stdin>")
    case .file(let bytes):
      let path = FilePath(bytes: bytes)
      return source(input.read(path: path), name: path.description)
    }
  }

  private func source(_ result: ScriptInput.Result, name: String) -> ScriptSource {
    switch result {
    case .bytes(let bytes): return .success(SourceText(name: name, bytes: bytes))
    case .signal(let signal): return .failure(.signal(signal))
    case .failed(let code):
      say("cannot read '\(name)': " + FileError.reason(for: code))
      return .failure(.status(2))
    case .tooLong:
      say("cannot read '\(name)': a script has at most \(ScriptInput.limit >> 20) MiB")
      return .failure(.status(1))
    }
  }

  private func complain(_ error: FileError) {
    say("cannot \(error.action) '\(error.path)': \(error.reason)")
  }

  /// Tells the user something that has no place in a script.
  private func say(_ message: String) {
    let line = TerminalText.escaped(message)
    renderer.receive(.text("aerepl: \(line)\n", .error))
  }

  /// The session allows 0 to 255 alone; the parent sees no more of a status than its low byte.
  static func status(_ status: Int) -> Int32 { Int32(truncatingIfNeeded: status & 0xFF) }
}

/// A script, or how the program ends without one.
enum ScriptSource {
  case success(SourceText)
  case failure(Ending)
}
