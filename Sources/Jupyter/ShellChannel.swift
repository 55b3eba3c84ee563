internal import Glibc
internal import Shell
internal import Synchronization

/// What goes to one client.
enum Outgoing: Sendable {
  /// By the shell socket.
  case reply(Reply)
  /// By the stdin socket.
  case question(Reply)
  /// The sockets are to be closed.
  case stop
}

/// The thread of the shell and stdin sockets.
///
/// It hands cells to the session's thread and answers by itself what only reads, so that
/// completion works while a cell runs.
final class ShellChannel: Sendable {
  private let shell: Socket
  private let stdin: Socket
  private let wire: Wire
  private let state: KernelState
  private let publisher: Publisher
  private let relay: InputRelay
  private let answers: Answers
  private let ended = WakeUp.makeDescriptor()

  init(
    shell: Socket,
    stdin: Socket,
    wire: Wire,
    state: KernelState,
    publisher: Publisher,
    relay: InputRelay,
    answers: Answers
  ) {
    self.shell = shell
    self.stdin = stdin
    self.wire = wire
    self.state = state
    self.publisher = publisher
    self.relay = relay
    self.answers = answers
  }

  deinit { close(ended) }

  /// Starts the thread; returns false where none starts.
  ///
  /// Its stack has room for the parser, which reads what is asked about.
  func start() -> Bool {
    LoopThread.start(stackMegabytes: [16, 4, 1]) { _ in self.serve() } != nil
  }

  /// Sends what waits, closes the sockets and ends the thread; returns whether it did so in time.
  func stop(milliseconds: Int32) -> Bool {
    state.outgoing.post(.stop)
    return WakeUp.wait(ended, milliseconds: milliseconds)
  }

  private func serve() {
    var poller = Poller([shell, stdin], [state.outgoing.descriptor])
    while true {
      poller.wait(milliseconds: -1)
      for item in state.outgoing.take() {
        switch item {
        case .reply(let reply): shell.send(wire.encode(reply))
        case .question(let question): stdin.send(wire.encode(question))
        case .stop:
          shell.close()
          stdin.close()
          WakeUp.signal(ended)
          return
        }
      }
      // One message at a time, so that replies do not wait for a flood to end.
      if let frames = stdin.receive(), let message = wire.message(frames) { relay.receive(message) }
      if let frames = shell.receive(), let message = wire.message(frames) { take(message) }
    }
  }

  private func take(_ message: Message) {
    if message.type == "execute_request", let execution = Execution(message) {
      state.work.post(execution)
      return
    }
    publisher.publish(status: "busy", parent: message.header)
    if let answer = answers.answer(message) { shell.send(wire.encode(answer)) }
    publisher.publish(status: "idle", parent: message.header)
    if message.type == "shutdown_request" { state.endings.post(0) }
  }
}
