internal import Files
internal import Glibc
public import Shell

/// A Jupyter kernel: a session that clients use through five sockets.
///
/// The main thread serves control and heartbeat; one thread reads requests and answers those that
/// change nothing; one runs cells; and one writes all that every client hears.
public struct Kernel {
  /// How a kernel is set up.
  public struct Options: Sendable {
    /// The connection file.
    public var connectionFile: String

    /// Whether a connection that others could use is accepted.
    public var allowsInsecure = false

    /// What the kernel says of itself.
    public var identity: KernelIdentity

    /// What the session offers.
    public var catalog: Catalog

    /// What the session is given.
    public var session: SessionOptions

    /// Creates options.
    public init(
      connectionFile: String,
      identity: KernelIdentity,
      catalog: Catalog,
      session: SessionOptions
    ) {
      self.connectionFile = connectionFile
      self.identity = identity
      self.catalog = catalog
      self.session = session
    }
  }

  private let options: Options

  /// Creates a kernel that does nothing yet.
  public init(_ options: Options) { self.options = options }

  /// Serves until a client or a signal ends the kernel or its parent dies; returns the exit status.
  ///
  /// It is called on the main thread before there are others, and only once in a process.
  public func run() -> Int32 {
    do throws(KernelFault) {
      return try serve()
    } catch {
      Log.write(error.message)
      return error.status
    }
  }

  private func serve() throws(KernelFault) -> Int32 {
    let connection = try ConnectionFile.read(
      FilePath(options.connectionFile),
      allowsInsecure: options.allowsInsecure
    )
    let signals = SignalDescriptor()
    let context = try SocketContext()
    let sockets = try KernelSockets(connection, context)
    let parts = Parts(connection, options)
    let shell = ShellChannel(
      shell: sockets.shell,
      stdin: sockets.stdin,
      wire: parts.wire,
      state: parts.state,
      publisher: parts.publisher,
      relay: parts.relay,
      answers: parts.answers
    )
    let control = ControlChannel(
      control: sockets.control,
      heartbeat: sockets.heartbeat,
      wire: parts.wire,
      state: parts.state,
      publisher: parts.publisher,
      answers: parts.answers,
      signals: signals
    )
    guard parts.publisher.start(sockets.iopub), shell.start(), startExecutor(parts) else {
      throw KernelFault("cannot start a thread")
    }
    let status = control.serve()
    Self.finishCell(parts.state)
    let hasPublished = parts.publisher.stop(milliseconds: 500)
    let hasReplied = shell.stop(milliseconds: 500)
    sockets.control.close()
    sockets.heartbeat.close()
    if hasPublished, hasReplied { context.terminate() }
    return status
  }

  /// Starts the session's thread, whose stack is large because scripts may recurse.
  private func startExecutor(_ parts: Parts) -> Bool {
    let (catalog, session) = (options.catalog, options.session)
    return LoopThread.start(stackMegabytes: [64, 16, 4, 1]) { stackBytes in
      var session = session
      session.stackBytes = stackBytes
      let executor = Executor(
        catalog: catalog,
        options: session,
        state: parts.state,
        publisher: parts.publisher,
        relay: parts.relay,
        history: parts.history
      )
      executor.serve()
    } != nil
  }

  /// Stops the cell in hand; one that saves a file may finish that.
  private static func finishCell(_ state: KernelState) {
    let start = Clock.now
    while state.isRunning, Clock.milliseconds(since: start) < 800 {
      state.interrupt()
      usleep(1_000)
    }
  }
}

/// What the threads of a kernel share.
private struct Parts: Sendable {
  let wire: Wire
  let publisher: Publisher
  let state: KernelState
  let relay: InputRelay
  let history: KernelHistory
  let answers: Answers

  init(_ connection: ConnectionFile, _ options: Kernel.Options) {
    let environment = options.session.environment
    wire = Wire(key: connection.key, username: environment["USER"] ?? "kernel")
    publisher = Publisher(wire: wire)
    state = KernelState(catalog: options.catalog)
    relay = InputRelay(outgoing: state.outgoing)
    history = KernelHistory(path: FilePlaces(environment: environment).kernelHistoryFile)
    answers = Answers(
      identity: options.identity,
      connection: connection,
      state: state,
      publisher: publisher,
      history: history
    )
  }
}
