internal import Files
internal import Language
internal import Shell

/// Shows a session's events to the clients, in their order.
///
/// It belongs to the session's thread. A class, because a session refers to its host.
final class EventPublisher: SessionHost {
  /// What became of a cell beside what was published.
  struct Findings {
    /// The pages to show, as payloads of the reply.
    var pages: [String] = []

    /// The text of the last value.
    var result: String?

    /// The errors that nothing has followed.
    var errors: [Diagnostic] = []
  }

  /// The session, which exists only after its host.
  weak var session: Session?

  private let publisher: Publisher
  private let relay: InputRelay
  private let state: KernelState
  private var execution: Execution?
  private var findings = Findings()
  private var display: ProgressDisplay
  private var series: SeriesDisplay
  private var lastRefresh: UInt64 = 0

  /// Creates a host whose session is still to come.
  init(publisher: Publisher, relay: InputRelay, state: KernelState) {
    self.publisher = publisher
    self.relay = relay
    self.state = state
    display = ProgressDisplay(publisher: publisher)
    series = SeriesDisplay(publisher: publisher)
  }

  /// Takes the events from now on as those of a cell.
  func begin(_ execution: Execution) {
    self.execution = execution
    findings = Findings()
    display = ProgressDisplay(publisher: publisher)
    lastRefresh = Clock.now
  }

  /// Ends a cell; `isFailure` says whether its errors become its error message.
  func end(isFailure: Bool) -> Findings {
    display.finish(parent: parent)
    if !isFailure { releaseErrors() }
    execution = nil
    return findings
  }

  /// Shows an event.
  func receive(_ event: Event) {
    refreshIfStale()
    guard let execution, !execution.isSilent else {
      if case .diagnostic(let diagnostic) = event, diagnostic.severity == .error {
        findings.errors.append(diagnostic)
      }
      return
    }
    if case .diagnostic = event {} else { releaseErrors() }
    switch event {
    case .text(let text, .output): write(text, "stdout")
    case .text(let text, .error): write(text, "stderr")
    case .value(let literal):
      findings.result = literal
      show(MimeBundle(literal: literal, of: session?.lastValue ?? .none), count: execution.count)
    case .table(let table): show(MimeBundle(table))
    case .progress(let progress): display.show(progress, parent: parent)
    case .image(let image) where image.series != nil: series.show(image, parent: parent)
    case .image(let image): show(MimeBundle(image))
    case .page(let text): findings.pages.append(text)
    case .clear:
      display = ProgressDisplay(publisher: publisher)
      series = SeriesDisplay(publisher: publisher)
      publisher.publish("clear_output", ["wait": false], parent: parent)
    case .diagnostic(let diagnostic): receive(diagnostic)
    }
  }

  /// Asks the client that sent the cell for a line.
  func readLine(prompt: String) -> String? {
    guard let execution, execution.allowsInput, let session else { return nil }
    return relay.ask(MimeBundle.harmless(prompt), for: execution.request, session.interruption)
  }

  /// Runs a shell command and shows what it writes as it comes.
  func runShell(_ command: String, interruption: Interruption) -> Int {
    ChildProcess.run(command, interruption: interruption) { text in
      receive(.text(text, .output))
    }
  }

  private var parent: [UInt8] { execution?.request.header ?? Array("{}".utf8) }

  private func receive(_ diagnostic: Diagnostic) {
    switch diagnostic.severity {
    // Whether an error is the cell's or was caught shows only in what follows.
    case .error: findings.errors.append(diagnostic)
    case .warning: write(DiagnosticRenderer().render(diagnostic, styled: false), "stderr")
    }
  }

  private func releaseErrors() {
    let errors = findings.errors
    findings.errors = []
    for error in errors { write(DiagnosticRenderer().render(error, styled: false), "stderr") }
  }

  private func write(_ text: String, _ name: String) {
    let interruption = session?.interruption
    publisher.publish(text: MimeBundle.harmless(text), name: name, parent: parent) {
      interruption?.isRequested ?? false
    }
  }

  private func show(_ bundle: MimeBundle, count: Int? = nil) {
    var content: JSON = ["data": bundle.data, "metadata": bundle.metadata]
    if let count { content["execution_count"] = .integer(count) }
    if count == nil { content["transient"] = [:] }
    publisher.publish(count == nil ? "display_data" : "execute_result", content, parent: parent)
  }

  /// What other threads see of the session is renewed at most ten times a second.
  private func refreshIfStale() {
    guard Clock.milliseconds(since: lastRefresh) >= 100 else { return }
    lastRefresh = Clock.now
    if let session { state.publish(session.snapshot) }
  }
}
