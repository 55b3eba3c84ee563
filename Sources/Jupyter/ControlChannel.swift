internal import CZeroMQ
internal import Files
internal import Glibc

/// The main thread's part: the control and heartbeat sockets, signals, and the parent's life.
///
/// It waits for nothing that a cell does, so that an interrupt is always answered.
struct ControlChannel {
  let control: Socket
  let heartbeat: Socket
  let wire: Wire
  let state: KernelState
  let publisher: Publisher
  let answers: Answers
  let signals: SignalDescriptor

  /// How often the parent is looked for, in milliseconds.
  private static let tick = 500

  /// Serves until the kernel is to end, and returns the exit status.
  func serve() -> Int32 {
    let parent = getppid()
    var poller = Poller(
      [control, heartbeat],
      [signals.descriptor, state.endings.descriptor]
    )
    while true {
      poller.wait(milliseconds: Self.tick)
      while let frames = heartbeat.receive() { heartbeat.send(frames) }
      while let signal = signals.next() {
        if signal != SIGINT { return 0 }
        state.interrupt()
      }
      if let frames = control.receive(), let message = wire.message(frames) { take(message) }
      if let status = state.endings.take().first { return status }
      // A child whose parent has died gets another one.
      if getppid() != parent { return 0 }
    }
  }

  private func take(_ message: Message) {
    publisher.publish(status: "busy", parent: message.header)
    if message.type == "interrupt_request" {
      state.interrupt()
      let reply = Reply(
        prefix: message.identities,
        type: "interrupt_reply",
        parent: message.header,
        content: ["status": "ok"]
      )
      control.send(wire.encode(reply))
    } else if message.type != "execute_request", let reply = answers.answer(message) {
      control.send(wire.encode(reply))
    }
    publisher.publish(status: "idle", parent: message.header)
    if message.type == "shutdown_request" { state.endings.post(0) }
  }
}

/// The signals that end or interrupt the kernel, read from a descriptor.
///
/// It is made before any other thread, because a new thread inherits the mask of blocked signals.
/// A class, because it owns the descriptor.
final class SignalDescriptor {
  /// Readable when a signal has come.
  let descriptor: Int32

  init() {
    var mask = sigset_t()
    sigemptyset(&mask)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&mask, signal) }
    pthread_sigmask(SIG_BLOCK, &mask, nil)
    descriptor = signalfd(-1, &mask, Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC))
    // What would kill a process that writes becomes an error of the call.
    for signal in [SIGPIPE, SIGXFSZ] { set(SIG_IGN, for: signal) }
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGCHLD] { set(SIG_DFL, for: signal) }
  }

  deinit { close(descriptor) }

  /// Returns a signal that has come, or nil.
  func next() -> Int32? {
    var record = signalfd_siginfo()
    let size = MemoryLayout<signalfd_siginfo>.size
    return read(descriptor, &record, size) == size ? Int32(record.ssi_signo) : nil
  }

  private func set(_ handler: __sighandler_t?, for signal: Int32) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = handler
    sigaction(signal, &action, nil)
  }
}
