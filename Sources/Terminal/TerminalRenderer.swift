internal import Language
public import Shell

/// Shows a session's events as text, on a terminal or in a pipe.
///
/// Results go to one channel and diagnostics to another, in the order in which they happened. It is
/// a class because a session and its front end share it; it belongs to the session's thread.
public final class TerminalRenderer: SessionHost {
  /// How the session asks the user and runs other programs.
  public struct Services {
    /// Asks the user for a line; nil where there is nobody to ask.
    public var ask: (String) -> String?

    /// Runs a shell command and returns its exit status.
    public var runShell: (String, Interruption) -> Int

    /// Creates services from closures, which are called on the session's thread.
    public init(
      ask: @escaping (String) -> String? = { _ in nil },
      runShell: @escaping (String, Interruption) -> Int = { _, _ in 127 }
    ) {
      self.ask = ask
      self.runShell = runShell
    }
  }

  let output: OutputChannel
  private let errors: OutputChannel
  private let capability: TerminalCapability
  private let services: Services
  /// What shows pictures; nil where output is no terminal.
  let images: ImagePresenter?
  /// The picture on the screen that the next one of its series replaces.
  var livePicture: LivePicture?
  private let now: () -> UInt64
  private let diagnostics = DiagnosticRenderer()
  private(set) var isAtLineStart = true
  private var shownProgress: Int?
  private var lastProgress: UInt64?

  /// Creates a renderer; `now` is a clock in nanoseconds.
  public init(
    output: OutputChannel,
    errors: OutputChannel,
    capability: TerminalCapability,
    images: ImagePresenter? = nil,
    services: Services = Services(),
    now: @escaping () -> UInt64 = { Clock.now }
  ) {
    self.output = output
    self.errors = errors
    self.capability = capability
    self.images = capability.hasEscapeSequences ? images : nil
    self.services = services
    self.now = now
  }

  /// Shows an event.
  public func receive(_ event: Event) {
    if !keepsLivePicture(for: event) { leaveLivePicture() }
    switch event {
    case .text(let text, .output): write(text)
    case .text(let text, .error): writeError(TerminalText.escaped(text, keepingNewlines: true))
    case .value(let text): write(text + "\n")
    case .table(let table): write(table)
    case .progress(let progress): show(progress)
    case .image(let image): show(image)
    case .page(let text): write(text.hasSuffix("\n") ? text : text + "\n")
    case .clear: clear()
    case .diagnostic(let diagnostic):
      if diagnostic.kind == .interrupted { eraseEcho() }
      writeError(diagnostics.render(diagnostic, styled: capability.colorsDiagnostics))
    }
  }

  /// Asks the user for a line.
  public func readLine(prompt: String) -> String? {
    flush()
    return services.ask(TerminalText.escaped(prompt))
  }

  /// Runs a shell command, whose output comes between what was shown before and what follows.
  public func runShell(_ command: String, interruption: Interruption) -> Int {
    leaveLivePicture()
    finishLine()
    flush()
    return services.runShell(command, interruption)
  }

  /// Writes what is waiting and removes a progress line; called when a run has ended.
  public func flush() {
    leaveLivePicture()
    eraseProgress()
    output.flush()
    errors.flush()
  }

  /// Ends a line that was left unfinished on a terminal, so that a prompt begins at the left.
  public func finishLine() {
    eraseProgress()
    guard capability.isTerminal, !isAtLineStart else { return }
    output.append("\n".utf8)
    isAtLineStart = true
  }

  /// Writes text, with control characters made harmless.
  func write(_ text: String) {
    guard !text.isEmpty else { return }
    let safe = TerminalText.escaped(text, keepingNewlines: true)
    if livePicture?.hold(safe) ?? false { return }
    eraseProgress()
    output.append(safe.utf8)
    isAtLineStart = safe.utf8.last == UInt8(ascii: "\n")
  }

  /// Writes a script: a file gets the bytes as they are, a terminal what does it no harm.
  func writeScript(_ bytes: [UInt8]) {
    guard !capability.isTerminal else { return write(String(decoding: bytes, as: UTF8.self)) }
    output.append(bytes)
  }

  private func writeError(_ text: String) {
    guard !text.isEmpty else { return }
    finishLine()
    output.flush()
    errors.append(text.utf8)
    errors.flush()
  }

  private func write(_ table: Table) {
    let layout = TableLayout(table)
    eraseProgress()
    for line in capability.isTerminal ? layout.aligned : layout.tabSeparated {
      output.append((line + "\n").utf8)
    }
    isAtLineStart = true
  }

  private func clear() {
    guard capability.hasEscapeSequences else { return }
    eraseProgress()
    // ECMA-48: cursor to the corner, erase the page; xterm: erase what was scrolled away.
    output.append("\u{1B}[H\u{1B}[2J\u{1B}[3J".utf8)
    isAtLineStart = true
  }

  private func show(_ progress: Progress) {
    guard capability.hasEscapeSequences, isAtLineStart else { return }
    guard !progress.isFinished else {
      if shownProgress == progress.identifier { eraseProgress() }
      return
    }
    let time = now()
    if let lastProgress, time - lastProgress < Self.progressInterval { return }
    lastProgress = time
    shownProgress = progress.identifier
    // The last column stays free, because some terminals wrap as soon as it is written.
    let width = max(capability.width(of: output.descriptor) - 1, 1)
    let line = ProgressLine(progress, hasUnicode: capability.hasUnicode).text(width: width)
    // First, because the line may be written at once.
    output.setEraser(Array(("\r" + Self.eraseToEnd).utf8))
    output.append(("\r" + line + Self.eraseToEnd).utf8)
    output.flush()
  }

  /// Removes the progress line.
  func eraseProgress() {
    guard shownProgress != nil else { return }
    shownProgress = nil
    output.append(("\r" + Self.eraseToEnd).utf8)
    output.setEraser([])
  }

  /// Removes the `^C` that the terminal has shown by itself.
  private func eraseEcho() {
    guard capability.hasEscapeSequences, isAtLineStart else { return }
    eraseProgress()
    output.append(("\r" + Self.eraseToEnd).utf8)
  }

  /// At most ten times a second.
  private static let progressInterval = 100 * Clock.millisecond

  /// ECMA-48: erase from the cursor to the end of the line.
  private static let eraseToEnd = "\u{1B}[K"
}
