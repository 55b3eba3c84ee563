internal import Files
internal import Glibc
internal import Synchronization

/// The one writer of the iopub channel.
///
/// Whatever a kernel tells all its clients goes through one queue, status messages included, so
/// that it arrives in the order in which it happened. Text that follows text of the same stream
/// joins it while it waits; the writer gives it a moment to do so, unless something else follows.
/// A class, because all threads of a kernel write through it.
final class Publisher: Sendable {
  private enum Item: Sendable {
    case message(Reply)
    case text(String, name: String, parent: [UInt8])
    case stop
  }

  private struct Queue {
    var items: [Item] = []
    /// The text at the end of the queue, which grows in place.
    var text = ""
    var name = ""
    var parent: [UInt8] = []
    /// The bytes of text that wait.
    var bytes = 0
    /// When waiting text is due; nil where none waits.
    var deadline: UInt64?
    /// Whether something waits that is not text.
    var isUrgent = false

    mutating func append(_ item: Item) {
      closeText()
      items.append(item)
      isUrgent = true
    }

    mutating func append(_ more: String, _ name: String, _ parent: [UInt8]) {
      if text.utf8.count + more.utf8.count > Publisher.textBytes || name != self.name
        || parent != self.parent
      {
        closeText()
        (self.name, self.parent) = (name, parent)
      }
      text += more
      bytes += more.utf8.count
    }

    /// Makes a message of the text, so that something else can follow it.
    mutating func closeText() {
      guard !text.isEmpty else { return }
      items.append(.text(text, name: name, parent: parent))
      text = ""
    }
  }

  /// How long text waits for more of the same, in nanoseconds.
  private static let patience: UInt64 = 10_000_000

  /// The most text of a message, in bytes.
  private static let textBytes = 1 << 16

  /// How much text may wait before a producer has to.
  private static let waitingBytes = 4 << 20

  /// How long a subscriber whose queue is full is waited for, in milliseconds.
  private static let subscriberPatience = 2_000

  private let wire: Wire
  private let queue = Mutex(Queue())
  private let descriptor = WakeUp.makeDescriptor()
  private let ended = WakeUp.makeDescriptor()

  init(wire: Wire) { self.wire = wire }

  deinit {
    close(descriptor)
    close(ended)
  }

  /// Starts the writer's thread, which takes over the socket; returns false where none starts.
  func start(_ socket: Socket) -> Bool {
    LoopThread.start(stackMegabytes: [1]) { _ in self.serve(socket) } != nil
  }

  /// Publishes a message.
  func publish(_ type: String, _ content: JSON, metadata: JSON = [:], parent: [UInt8]) {
    let reply = Reply(
      prefix: [Array(type.utf8)],
      type: type,
      parent: parent,
      content: content,
      metadata: metadata
    )
    queue.withLock { $0.append(.message(reply)) }
    WakeUp.signal(descriptor)
  }

  /// Publishes what the kernel does about a request: `busy` or `idle`.
  func publish(status: String, parent: [UInt8]) {
    publish("status", ["execution_state": .string(status)], parent: parent)
  }

  /// Publishes text of the stream `stdout` or `stderr`.
  ///
  /// Waits where the clients are far behind, unless `givesUp` says that there is no time.
  func publish(text: String, name: String, parent: [UInt8], givesUp: () -> Bool) {
    guard !text.isEmpty else { return }
    while queue.withLock({ $0.bytes > Self.waitingBytes }), !givesUp() { usleep(1_000) }
    let isFirst = queue.withLock { queue in
      queue.append(text, name, parent)
      guard queue.deadline == nil else { return false }
      queue.deadline = Clock.now + Self.patience
      return true
    }
    if isFirst { WakeUp.signal(descriptor) }
  }

  /// Sends what waits, closes the socket and ends the thread; returns whether it did so in time.
  func stop(milliseconds: Int32) -> Bool {
    queue.withLock { $0.append(.stop) }
    WakeUp.signal(descriptor)
    return WakeUp.wait(ended, milliseconds: milliseconds)
  }

  private func serve(_ socket: Socket) {
    var poller = Poller([socket], [descriptor])
    var outlet = Outlet(socket: socket, patience: Self.subscriberPatience)
    var pause = -1
    while true {
      poller.wait(milliseconds: pause)
      WakeUp.clear(descriptor)
      while let frames = socket.receive() { welcome(frames, &outlet) }
      let (items, next) = takeDue()
      pause = next
      for item in items {
        switch item {
        case .message(let reply): outlet.send(wire.encode(reply))
        case .text(let text, let name, let parent):
          outlet.send(wire.encode(Self.stream(text, name, parent)))
        case .stop:
          socket.close()
          WakeUp.signal(ended)
          return
        }
      }
    }
  }

  /// Takes what is due, or tells how many milliseconds are left until something is.
  private func takeDue() -> (items: [Item], pause: Int) {
    queue.withLock { queue in
      if !queue.isUrgent {
        guard let deadline = queue.deadline else { return ([], -1) }
        let now = Clock.now
        if now < deadline { return ([], Int((deadline - now) / 1_000_000) + 1) }
      }
      queue.closeText()
      defer { queue = Queue() }
      return (queue.items, -1)
    }
  }

  /// Answers a subscription, so that a client knows that it will miss nothing from here on.
  private func welcome(_ frames: [[UInt8]], _ outlet: inout Outlet) {
    // ZeroMQ's own form: 1 and the topic subscribed to.
    guard frames.count == 1, frames[0].first == 1 else { return }
    let topic = Array(frames[0].dropFirst())
    let reply = Reply(
      prefix: topic.isEmpty ? [] : [topic],
      type: "iopub_welcome",
      parent: Array("{}".utf8),
      content: ["subscription": .string(String(decoding: topic, as: UTF8.self))]
    )
    outlet.send(wire.encode(reply))
  }

  private static func stream(_ text: String, _ name: String, _ parent: [UInt8]) -> Reply {
    Reply(
      prefix: [Array("stream".utf8)],
      type: "stream",
      parent: parent,
      content: ["name": .string(name), "text": .string(text)]
    )
  }
}

/// The way out to the subscribers.
///
/// Nothing is lost as long as all of them read. One that has not read for some time is passed over
/// for a while: libzmq drops for it alone what does not fit into its queue.
private struct Outlet {
  let socket: Socket
  /// How long to wait for a full queue, in milliseconds.
  let patience: Int
  private var lossySince: UInt64?

  init(socket: Socket, patience: Int) {
    self.socket = socket
    self.patience = patience
  }

  mutating func send(_ frames: [[UInt8]]) {
    if let since = lossySince, Clock.milliseconds(since: since) > 5 * patience {
      socket.setLossless(true)
      lossySince = nil
    }
    if socket.send(frames) { return }
    let start = Clock.now
    while Clock.milliseconds(since: start) < patience {
      usleep(2_000)
      if socket.send(frames) { return }
    }
    socket.setLossless(false)
    lossySince = Clock.now
    socket.send(frames)
  }
}
