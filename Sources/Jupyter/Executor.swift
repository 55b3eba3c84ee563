internal import Files
internal import Glibc
internal import Language
internal import Shell

/// Runs cells, one after the other, on the session's own thread.
///
/// It is used by that thread alone; a class because it keeps what lasts from cell to cell.
final class Executor {
  private let session: Session
  private let host: EventPublisher
  private let state: KernelState
  private let publisher: Publisher
  private let history: KernelHistory
  private var failure: Failure?

  /// The end of a cell that failed, after which requests sent before it are dropped.
  private struct Failure {
    /// By the calendar, in microseconds.
    let date: Int
    /// By the monotonic clock, in nanoseconds.
    let moment: UInt64
  }

  /// Creates the session on the calling thread, which is the one that serves.
  init(
    catalog: Catalog,
    options: SessionOptions,
    state: KernelState,
    publisher: Publisher,
    relay: InputRelay,
    history: KernelHistory
  ) {
    host = EventPublisher(publisher: publisher, relay: relay, state: state)
    session = Session(host: host, catalog: catalog, options: options)
    host.session = session
    state.adopt(session.interruption)
    self.state = state
    self.publisher = publisher
    self.history = history
  }

  /// Runs what is asked for, without end.
  func serve() {
    while true {
      WakeUp.wait(state.work.descriptor)
      for execution in state.work.take() { answer(execution) }
    }
  }

  private func answer(_ execution: Execution) {
    let parent = execution.request.header
    publisher.publish(status: "busy", parent: parent)
    if isAborted(execution.request) {
      reply(to: execution, ["status": "aborted", "execution_count": .integer(state.lastCount)])
      publisher.publish(status: "idle", parent: parent)
      return
    }
    var execution = execution
    if execution.isStored { state.countCell() }
    execution.count = state.lastCount
    let outcome = run(execution)
    publisher.publish(status: "idle", parent: parent)
    if case .quit(let status) = outcome { state.endings.post(Int32(truncatingIfNeeded: status)) }
  }

  private func run(_ execution: Execution) -> Outcome {
    let parent = execution.request.header
    if !execution.isSilent {
      let input: JSON = [
        "code": .string(execution.code), "execution_count": .integer(execution.count),
      ]
      publisher.publish("execute_input", input, parent: parent)
    }
    if execution.isStored { history.store(input: execution.code, line: execution.count) }
    state.begin()
    host.begin(execution)
    let outcome = session.run(execution.source, mode: .entry, keepsInterruption: true)
    var content: JSON
    switch outcome {
    case .finished: content = ["status": "ok", "user_expressions": userExpressions(execution)]
    case .quit: content = ["status": "ok", "user_expressions": [:]]
    case .failed: content = ["status": "error", "user_expressions": [:]]
    }
    state.end()
    // Before the reply, after which a client may ask what the cell has made.
    state.publish(session.snapshot)
    var isFailure = false
    if case .failed = outcome { isFailure = true }
    let findings = host.end(isFailure: isFailure)
    content["execution_count"] = .integer(execution.count)
    content["payload"] = .array(payloads(findings, outcome))
    if case .failed(let diagnostic) = outcome {
      let first = findings.errors.first ?? diagnostic
      let error = first.errorContent(beside: Array(findings.errors.dropFirst()))
      if !execution.isSilent { publisher.publish("error", error, parent: parent) }
      for member in error.members { content[member.name] = member.value }
    }
    if execution.isStored, let result = findings.result {
      history.store(output: result, line: execution.count)
    }
    if isFailure, execution.stopsOnError { dropWaiting(since: execution.request.arrival) }
    reply(to: execution, content)
    return outcome
  }

  /// Drops the requests that wait, and those that are on their way.
  ///
  /// A client that sends several cells at once may still be sending when the first has failed, so
  /// the failure of a cell that took no time is told a moment later.
  private func dropWaiting(since arrival: UInt64) {
    let milliseconds = Clock.milliseconds(since: arrival)
    if milliseconds < Self.sendingTime { usleep(UInt32(Self.sendingTime - milliseconds) * 1_000) }
    failure = Failure(date: Timestamp.now, moment: Clock.now)
  }

  /// How long a client may take to send the cells of a notebook, in milliseconds.
  private static let sendingTime = 15

  /// Returns whether a request came, or was sent, before a cell failed that drops what waits.
  ///
  /// A request may be on its way when the cell fails; it is told by its date. Clocks of clients may
  /// be wrong, so that counts only for a moment.
  private func isAborted(_ request: Message) -> Bool {
    guard let failure else { return false }
    if request.arrival < failure.moment { return true }
    guard request.arrival - failure.moment < Self.travelTime, let date = request.date else {
      return false
    }
    return date < failure.date
  }

  /// The longest time that a request may take to get here, in nanoseconds.
  private static let travelTime: UInt64 = 100_000_000

  private func userExpressions(_ execution: Execution) -> JSON {
    .object(
      JSONObject(
        execution.userExpressions.map { member in
          JSONObject.Member(member.name, evaluate(member.value.string ?? ""))
        }
      )
    )
  }

  private func evaluate(_ text: String) -> JSON {
    do throws(Diagnostic) {
      let value = try session.value(of: SourceText(name: "<expression>", text))
      let bundle = MimeBundle(literal: value.literal, of: value)
      return ["status": "ok", "data": bundle.data, "metadata": bundle.metadata]
    } catch {
      var content = error.errorContent()
      content["status"] = "error"
      return content
    }
  }

  private func payloads(_ findings: EventPublisher.Findings, _ outcome: Outcome) -> [JSON] {
    var payloads: [JSON] = []
    if !findings.pages.isEmpty {
      // Clients expect one payload of a kind.
      let text = findings.pages.joined(separator: "\n")
      payloads.append(["source": "page", "data": MimeBundle(text: text).data, "start": 0])
    }
    if case .quit = outcome { payloads.append(["source": "ask_exit", "keepkernel": false]) }
    return payloads
  }

  private func reply(to execution: Execution, _ content: JSON) {
    let request = execution.request
    let reply = Reply(
      prefix: request.identities,
      type: "execute_reply",
      parent: request.header,
      content: content
    )
    state.outgoing.post(.reply(reply))
  }
}
