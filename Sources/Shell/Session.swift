public import Language
public import Tensors

/// One conversation: variables, objects such as model and dataset, and the evaluation of scripts.
///
/// An ordinary instance without globals: two sessions may live in one process. It is synchronous
/// and belongs to one thread at a time; only `interruption` may be touched from elsewhere.
public final class Session {
  /// How a text is run.
  public enum Mode: Sendable {
    /// A whole file: it stops at the first error.
    case script
    /// An entry at a prompt: aliases count.
    case entry
  }

  /// The wish to stop, which any thread may set.
  public let interruption = Interruption()

  /// What the session offers.
  public let catalog: Catalog

  /// What the session was given at its start.
  public let options: SessionOptions

  /// The seed of all random streams; commands take theirs from `random`.
  ///
  /// Setting it begins the streams of `rand` and `randn` anew.
  public var seed: UInt64 { didSet { scriptStreams = 0 } }

  /// How pictures are shown.
  public var images = ImageDisplay.auto { didSet { host.show(images: images) } }

  /// How much memory may be asked for at once.
  public let budget: MemoryBudget

  /// What computes tensors: networks train on it, and scripts multiply matrices on it.
  public private(set) lazy var backend = CPUBackend(threads: options.threads)

  /// The last value, which scripts see as `_`.
  public internal(set) var lastValue = Value.none

  let host: any SessionHost
  let globals = Variables()
  var arguments: [[String]]
  var quitStatus: Int?
  var shellStatus = 0
  private(set) var mode = Mode.script
  private var objects: [ObjectIdentifier: any SessionObject] = [:]
  lazy var evaluator = Evaluator(session: self)

  /// Creates a session that shows its events to a host.
  public init(host: any SessionHost, catalog: Catalog, options: SessionOptions = SessionOptions()) {
    self.host = host
    self.catalog = catalog
    self.options = options
    budget = MemoryBudget(until: interruption)
    seed = options.seed
    arguments = [options.arguments]
  }

  /// How many random streams scripts have used since the seed was set.
  public var scriptStreams: UInt32 = 0

  /// The random streams of the session's seed.
  public var random: RandomSource { RandomSource(seed: seed) }

  /// Returns the stream of one call of `rand` or `randn`.
  func makeScriptStream() -> RandomStream {
    scriptStreams &+= 1
    return random.stream(.script, scriptStreams)
  }

  /// The object of a type that commands keep in the session, or nil.
  public subscript<Object: SessionObject>(type: Object.Type) -> Object? {
    get { objects[ObjectIdentifier(type)] as? Object }
    set { objects[ObjectIdentifier(type)] = newValue }
  }

  /// Parses, checks and runs a text; all output, diagnostics included, goes to the host.
  ///
  /// A wish to stop that came before is forgotten, unless `keepsInterruption` says that it is meant
  /// for this run.
  public func run(
    _ source: SourceText,
    mode: Mode,
    keepsInterruption: Bool = false
  ) -> Outcome {
    if !keepsInterruption { interruption.reset() }
    quitStatus = nil
    self.mode = mode
    let script: Script
    do throws(Diagnostics) {
      script = try check(source, mode: mode)
    } catch {
      for diagnostic in error.all { host.receive(.diagnostic(diagnostic)) }
      return .failed(error.first)
    }
    let failure = evaluator.run(script, keepsGoing: options.keepsGoing && mode == .script)
    if let quitStatus { return .quit(quitStatus) }
    return failure.map(Outcome.failed) ?? .finished
  }

  /// Parses and checks a text that a command runs.
  func parse(_ source: SourceText, mode: Mode) throws(Diagnostic) -> Script {
    do throws(Diagnostics) {
      return try check(source, mode: mode)
    } catch {
      for diagnostic in error.rest { host.receive(.diagnostic(diagnostic)) }
      throw error.first
    }
  }

  /// Returns what is wrong with a text, warnings included, without running any of it.
  public func diagnostics(of source: SourceText) -> [Diagnostic] {
    let known = Set(globals.names)
    return switch Parser.parse(source, vocabulary: catalog, mode: .script, known: known) {
    case .complete(let script):
      (Checker.check(
        script,
        vocabulary: catalog,
        known: known,
        includingWarnings: true
      ) + Linter.lint(script, vocabulary: catalog))
      .sorted { ($0.range?.lowerBound ?? 0) < ($1.range?.lowerBound ?? 0) }
    case .incomplete(_, let diagnostic): [diagnostic]
    case .invalid(let diagnostics): diagnostics
    }
  }

  /// Returns whether a text can run as it is.
  public func completeness(of text: String) -> Completeness {
    catalog.completeness(of: text)
  }

  /// Returns what could stand at an offset, in code points, of a text.
  public func completion(of text: String, at offset: Int) -> Completion {
    snapshot.completion(of: text, at: offset)
  }

  /// Returns how the function or the command at an offset, in code points, of a text is used.
  public func usage(of text: String, at offset: Int) -> String? {
    snapshot.usage(of: text, at: offset)
  }

  /// The names that exist at present: variables, functions and built-in names.
  public var knownNames: Set<Name> {
    Set(globals.names).union(catalog.builtins.keys).union(["_"])
  }

  /// The session's variables with their values, in alphabetical order.
  public var variables: [(name: Name, value: Value)] {
    globals.names.sorted { $0.text < $1.text }.compactMap { name in
      globals[name].map { (name, $0) }
    }
  }

  /// Gives a variable of the session a value.
  public func setVariable(_ name: Name, to value: Value) { globals[name] = value }

  /// What the front end says of how it shows pictures; nil for nothing.
  public func describeImages() -> String? { host.describeImages() }

  /// Asks the user for a line; nil where there is nobody to ask.
  public func readLine(prompt: String) -> String? { host.readLine(prompt: prompt) }

  private func check(_ source: SourceText, mode: Mode) throws(Diagnostics) -> Script {
    let known = Set(globals.names)
    let manner = mode == .entry ? Parser.Mode.entry : .script
    switch Parser.parse(source, vocabulary: catalog, mode: manner, known: known) {
    case .complete(let script):
      let errors = Checker.check(script, vocabulary: catalog, known: known)
        .filter { $0.severity == .error }
      if let diagnostics = Diagnostics(errors) { throw diagnostics }
      return script
    case .incomplete(_, let diagnostic): throw Diagnostics(first: diagnostic)
    case .invalid(let diagnostics):
      guard let diagnostics = Diagnostics(diagnostics) else {
        preconditionFailure("an invalid text has a diagnostic")
      }
      throw diagnostics
    }
  }
}

/// At least one diagnostic.
private struct Diagnostics: Error {
  let first: Diagnostic
  let rest: [Diagnostic]

  var all: [Diagnostic] { [first] + rest }

  init(first: Diagnostic) {
    self.first = first
    rest = []
  }

  init?(_ diagnostics: [Diagnostic]) {
    guard let first = diagnostics.first else { return nil }
    self.first = first
    rest = Array(diagnostics.dropFirst())
  }
}
