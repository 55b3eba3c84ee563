import CZeroMQ
import Files
import Testing

@testable import Jupyter

/// A client's socket.
final class ZeroMQPeer {
  enum Kind {
    case dealer, subscriber
  }

  private let context: UnsafeMutableRawPointer?
  private let socket: UnsafeMutableRawPointer?

  init(_ kind: Kind, _ endpoint: String, identity: String? = nil) {
    context = zmq_ctx_new()
    socket = zmq_socket(context, kind == .dealer ? ZMQ_DEALER : ZMQ_SUB)
    if let identity { zmq_setsockopt(socket, ZMQ_ROUTING_ID, identity, identity.utf8.count) }
    if kind == .subscriber { zmq_setsockopt(socket, ZMQ_SUBSCRIBE, "", 0) }
    var linger: Int32 = 0
    zmq_setsockopt(socket, ZMQ_LINGER, &linger, MemoryLayout<Int32>.size)
    zmq_connect(socket, endpoint)
  }

  deinit {
    zmq_close(socket)
    zmq_ctx_term(context)
  }

  func send(_ frames: [[UInt8]]) {
    for (index, frame) in frames.enumerated() {
      zmq_send(socket, frame, frame.count, index + 1 < frames.count ? ZMQ_SNDMORE : 0)
    }
  }

  /// Returns the frames of the next message, or nil when the time is up.
  func receive(milliseconds: Int = 10_000) -> [[UInt8]]? {
    var item = zmq_pollitem_t(socket: socket, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0)
    guard zmq_poll(&item, 1, milliseconds) > 0 else { return nil }
    var frames: [[UInt8]] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var more: Int32 = 1
    while more != 0 {
      let count = zmq_recv(socket, &buffer, buffer.count, 0)
      guard count >= 0 else { return nil }
      frames.append(Array(buffer[..<Int(count)]))
      var size = MemoryLayout<Int32>.size
      zmq_getsockopt(socket, ZMQ_RCVMORE, &more, &size)
    }
    return frames
  }
}

/// What a client reads of a message.
struct Received {
  let type: String
  let parent: JSON
  let content: JSON
  let metadata: JSON

  init?(_ frames: [[UInt8]]?) {
    guard let frames, let delimiter = frames.firstIndex(of: Wire.delimiter),
      frames.count >= delimiter + 6
    else { return nil }
    let parts = frames[(delimiter + 2)...].compactMap { try? JSONReader.read($0) }
    guard parts.count >= 4, let type = parts[0]["msg_type"]?.string else { return nil }
    self.type = type
    (parent, metadata, content) = (parts[1], parts[2], parts[3])
  }
}
