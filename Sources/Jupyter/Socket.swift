internal import CZeroMQ
internal import Glibc

/// The ZeroMQ library's own state, which all sockets of a kernel share.
final class SocketContext: @unchecked Sendable {
  // A context may be used by any thread.
  fileprivate let handle: UnsafeMutableRawPointer

  init() throws(KernelFault) {
    guard let handle = zmq_ctx_new() else { throw KernelFault("cannot start ZeroMQ") }
    self.handle = handle
  }

  /// Ends the library's threads, after all sockets are closed and their messages gone.
  func terminate() {
    while zmq_ctx_term(handle) != 0, zmq_errno() == EINTR {}
  }
}

/// A bound ZeroMQ socket.
///
/// It is made on one thread and handed to another before use; from then on that thread alone
/// touches it. It is a class because it owns the library's socket.
final class Socket: @unchecked Sendable {
  /// The kinds of sockets that a kernel has.
  enum Kind {
    case router, publisher, echo

    fileprivate var code: Int32 {
      switch self {
      case .router: ZMQ_ROUTER
      case .publisher: ZMQ_XPUB
      case .echo: ZMQ_REP
      }
    }
  }

  /// The largest frame that is taken; libzmq hangs up on a peer that announces a larger one.
  static let frameBytes = 16 << 20

  /// The most bytes of all frames of a message.
  static let messageBytes = 32 << 20

  fileprivate let handle: UnsafeMutableRawPointer

  /// Binds a socket to an endpoint.
  init(_ context: SocketContext, _ kind: Kind, at endpoint: String) throws(KernelFault) {
    guard let handle = zmq_socket(context.handle, kind.code) else {
      throw KernelFault("cannot make a socket: \(Self.lastReason)")
    }
    self.handle = handle
    set(ZMQ_MAXMSGSIZE, Int64(Self.frameBytes))
    // What is still on its way at the end gets this long, in milliseconds.
    set(ZMQ_LINGER, Int32(300))
    switch kind {
    case .router:
      // A client that comes back under its old identity takes over from itself.
      set(ZMQ_ROUTER_HANDOVER, Int32(1))
      set(ZMQ_SNDHWM, Int32(100_000))
    case .publisher: setLossless(true)
    case .echo: break
    }
    if endpoint.contains("[") || endpoint.contains("::") { set(ZMQ_IPV6, Int32(1)) }
    guard zmq_bind(handle, endpoint) == 0 else {
      let reason = Self.lastReason
      zmq_close(handle)
      throw KernelFault("cannot listen at \(endpoint): \(reason)")
    }
  }

  /// Closes the socket; what was sent and is still on its way gets a little time.
  func close() { zmq_close(handle) }

  /// Makes a publisher refuse to send where a subscriber's queue is full, instead of passing that
  /// subscriber over.
  func setLossless(_ isLossless: Bool) { set(ZMQ_XPUB_NODROP, Int32(isLossless ? 1 : 0)) }

  /// Returns the frames of the next message; none of a message that is too large, nil where no
  /// message waits.
  func receive() -> [[UInt8]]? {
    var frames: [[UInt8]] = []
    var bytes = 0
    var isTooLarge = false
    while true {
      guard let (frame, hasMore) = receiveFrame() else { return frames.isEmpty ? nil : [] }
      bytes += frame.count
      isTooLarge = isTooLarge || bytes > Self.messageBytes || frames.count >= Wire.frameLimit
      // The rest of a message must be read all the same, but not kept.
      if isTooLarge { frames = [[]] } else { frames.append(frame) }
      if !hasMore { return isTooLarge ? [] : frames }
    }
  }

  /// Sends a message; returns false where a queue is full.
  @discardableResult
  func send(_ frames: [[UInt8]]) -> Bool {
    for (index, frame) in frames.enumerated() {
      let flags = index + 1 < frames.count ? ZMQ_DONTWAIT | ZMQ_SNDMORE : ZMQ_DONTWAIT
      // SAFETY: the library copies the bytes within the call.
      let sent = frame.withUnsafeBytes { zmq_send(handle, $0.baseAddress, $0.count, flags) }
      guard sent >= 0 else { return false }
    }
    return true
  }

  private func receiveFrame() -> (frame: [UInt8], hasMore: Bool)? {
    var message = zmq_msg_t()
    // SAFETY: the message is initialised, used and closed at one address; its data is copied
    // before it is closed.
    return withUnsafeMutablePointer(to: &message) { message in
      zmq_msg_init(message)
      defer { zmq_msg_close(message) }
      guard zmq_msg_recv(message, handle, ZMQ_DONTWAIT) >= 0 else { return nil }
      let bytes = UnsafeRawBufferPointer(start: zmq_msg_data(message), count: zmq_msg_size(message))
      return (Array(bytes), zmq_msg_more(message) != 0)
    }
  }

  private func set<Value: BitwiseCopyable>(_ option: Int32, _ value: Value) {
    var value = value
    let code = zmq_setsockopt(handle, option, &value, MemoryLayout<Value>.size)
    precondition(code == 0, "the library knows its own options")
  }

  private static var lastReason: String {
    zmq_strerror(zmq_errno()).map { String(cString: $0) } ?? ""
  }
}

/// Waits for sockets and descriptors of one thread.
struct Poller {
  private var items: [zmq_pollitem_t]

  /// Creates a poller; the results of `wait` stand in the same order.
  init(_ sockets: [Socket], _ descriptors: [Int32]) {
    let events = Int16(ZMQ_POLLIN)
    items = sockets.map { zmq_pollitem_t(socket: $0.handle, fd: 0, events: events, revents: 0) }
    items += descriptors.map { zmq_pollitem_t(socket: nil, fd: $0, events: events, revents: 0) }
  }

  /// Waits until something can be read, or for so many milliseconds; -1 waits for ever.
  mutating func wait(milliseconds: Int) {
    zmq_poll(&items, Int32(items.count), milliseconds)
  }
}
