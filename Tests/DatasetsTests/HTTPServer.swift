import Glibc
import Synchronization

/// A server on this machine that behaves as a test tells it, well or badly.
final class HTTPServer: Sendable {
  /// The address, without a slash at its end.
  let address: String

  /// The port.
  let port: UInt16

  private let listener: Int32
  private let state = Mutex(State())
  private let handler: @Sendable (String, Connection) -> Void

  private struct State {
    var paths: [String] = []
    var isStopping = false
  }

  /// Starts a server that calls `handler` with the path of each request, on a thread of its own.
  init(_ handler: @escaping @Sendable (String, Connection) -> Void) {
    self.handler = handler
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let length = size
    let descriptor = listener
    let isBound = withUnsafeMutablePointer(to: &place) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(descriptor, generic, length) == 0 && listen(descriptor, 16) == 0
          && getsockname(descriptor, generic, &size) == 0
      }
    }
    precondition(isBound, "a test can listen on its own machine")
    port = UInt16(bigEndian: place.sin_port)
    address = "http://127.0.0.1:\(port)"
    Thread.start { [weak self] in
      while true {
        let client = accept(descriptor, nil, nil)
        guard client >= 0, let server = self else {
          if client >= 0 { close(client) }
          // Closed by who accepts, so that another socket cannot take the number meanwhile.
          close(descriptor)
          return
        }
        Thread.start { server.serve(client) }
      }
    }
  }

  deinit { stop() }

  /// The paths that were asked for, in order.
  var paths: [String] { state.withLock(\.paths) }

  /// Ends the server and all that it is about to send.
  func stop() {
    let isFirst = state.withLock { state in
      defer { state.isStopping = true }
      return !state.isStopping
    }
    guard isFirst else { return }
    shutdown(listener, Int32(SHUT_RDWR))
  }

  private var isStopping: Bool { state.withLock(\.isStopping) }

  private func serve(_ client: Int32) {
    defer { close(client) }
    _ = fcntl(client, F_SETFD, FD_CLOEXEC)
    var request = ""
    var buffer = [UInt8](repeating: 0, count: 4096)
    while !request.contains("\r\n\r\n") {
      let count = read(client, &buffer, buffer.count)
      guard count > 0 else { return }
      request += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    let path = String(request.split(separator: " ").dropFirst().first ?? "")
    state.withLock { $0.paths.append(path) }
    handler(path, Connection(descriptor: client) { self.isStopping })
    shutdown(client, Int32(SHUT_WR))
  }

  /// What a handler answers through.
  struct Connection {
    fileprivate let descriptor: Int32
    fileprivate let isStopping: () -> Bool

    /// Sends text or bytes; returns whether the client is still there.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
      var rest = Array(bytes)[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0, !isStopping() else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }

    /// Sends a status line and headers.
    func head(_ status: String, _ headers: [String] = []) {
      let lines = ["HTTP/1.1 \(status)", "Connection: close"] + headers
      send((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// Sends a whole good answer.
    func answer(_ body: [UInt8]) {
      head("200 OK", ["Content-Length: \(body.count)"])
      send(body)
    }

    /// Waits; returns whether the server still runs.
    func wait(_ seconds: Double) -> Bool {
      for _ in 0..<Int((seconds * 100).rounded(.up)) {
        if isStopping() { return false }
        usleep(10_000)
      }
      return !isStopping()
    }
  }
}

/// Starts threads that nobody waits for.
enum Thread {
  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  static func start(_ run: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let body = Unmanaged.passRetained(Body(run)).toOpaque()
    let status = pthread_create(
      &thread,
      nil,
      { argument in
        argument.map { Unmanaged<Body>.fromOpaque($0).takeRetainedValue().run() }
        return nil
      },
      body
    )
    precondition(status == 0, "a test can start a thread")
    pthread_detach(thread)
  }
}
