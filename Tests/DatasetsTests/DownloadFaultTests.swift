import Files
import TestSupport
import Testing

@testable import Datasets

/// Downloads from servers that break the rules: each answer is an error, and nothing is cached.
@Suite struct DownloadFaultTests {
  private let site = DownloadSite()

  /// Runs a download that must fail, and returns the reason of the first mirror.
  private func reason(
    adjust: (inout Download.Limits) -> Void = { _ in },
    path: String = "/",
    handler: @escaping @Sendable (String, HTTPServer.Connection) -> Void
  ) -> (reason: DownloadError.Reason?, requests: Int, seconds: Double) {
    let server = HTTPServer(handler)
    defer { server.stop() }
    let start = MonotonicClock.now
    let error = #expect(throws: DatasetError.self) {
      try site.download(mirrors: [server.address + path], adjust: adjust)
    }
    let seconds = MonotonicClock.now - start
    #expect(site.cached == [".lock"])
    guard case .download("small", .failed(let attempts)) = error else {
      Issue.record("\(String(describing: error))")
      return (nil, server.paths.count, seconds)
    }
    #expect(attempts.count == 1)
    return (attempts.first?.reason, server.paths.count, seconds)
  }

  private var size: Int { site.small.dataset.files[0].compressedSize }

  private var body: [UInt8] { site.compressed[site.small.dataset.files[0].compressedName] ?? [] }

  @Test(arguments: [(404, 1), (403, 1), (401, 1), (204, 1), (500, 3), (503, 3), (429, 3)])
  func `F119 a status that is no success is an error, whatever the body`(
    status: Int,
    requests: Int
  ) {
    let body = body
    let result = reason { _, connection in
      connection.head("\(status) No", ["Content-Length: \(status == 204 ? 0 : body.count)"])
      if status != 204 { connection.send(body) }
    }
    #expect(result.reason == .status(status))
    #expect(result.requests == requests)
  }

  @Test func `F119 does not wait longer than there is time`() {
    let result = reason { _, connection in
      connection.head("503 No", ["Retry-After: 1000", "Content-Length: 0"])
    }
    #expect(result.reason == .status(503))
    #expect(result.requests == 1)
    #expect(result.seconds < 5)
  }

  @Test(arguments: [
    "cut", "cut without a length", "cut chunk", "negative", "shorter", "empty", "reset",
  ])
  func `F120 a body that is not whole is an error`(kind: String) {
    let body = body
    let result = reason { _, connection in
      switch kind {
      case "cut": connection.head("200 OK", ["Content-Length: \(body.count)"])
      case "cut chunk":
        connection.head("200 OK", ["Transfer-Encoding: chunked"])
        connection.send("20\r\n".utf8)
      case "negative": connection.head("200 OK", ["Content-Length: -5"])
      case "shorter": connection.head("200 OK", ["Content-Length: 10"])
      case "empty": return connection.head("200 OK", ["Content-Length: 0"])
      case "reset": return
      default: connection.head("200 OK")
      }
      connection.send(body.prefix(20))
    }
    switch result.reason {
    case .broken: #expect(["cut", "cut chunk", "negative", "reset"].contains(kind))
    case .wrongSize(expected: size, found: let found):
      let expected = ["shorter": 10, "empty": 0, "cut without a length": 20]
      #expect(found == expected[kind])
    default: Issue.record("\(String(describing: result.reason))")
    }
    #expect(result.requests == 3)
  }

  @Test(arguments: ["Content-Length: 1000000000000000000000000000000", "Content-Length: 100000"])
  func `F120 a length beyond all measure is an error`(header: String) {
    let result = reason { _, connection in
      connection.head("200 OK", [header])
      connection.send([UInt8](repeating: 0, count: 100_000))
    }
    switch result.reason {
    case .broken, .wrongSize: break
    default: Issue.record("\(String(describing: result.reason))")
    }
  }

  @Test(arguments: ["silence", "headers only", "part"])
  func `F121 a server that falls silent is given up`(kind: String) {
    let body = body
    let result = reason { limits in
      limits.stall = 0.2
      limits.connection = 0.2
    } handler: { _, connection in
      if kind != "silence" { connection.head("200 OK", ["Content-Length: \(body.count)"]) }
      if kind == "part" { connection.send(body.prefix(5)) }
      _ = connection.wait(30)
    }
    #expect(result.reason == .stalled(seconds: kind == "part" ? 0.2 : 0.4))
    #expect(result.seconds < 5)
  }

  @Test func `F121 one byte at a time does not outlast the deadline`() {
    let body = body
    let result = reason { limits in
      limits.total = 0.6
    } handler: { _, connection in
      connection.head("200 OK", ["Content-Length: \(body.count)"])
      for byte in body {
        guard connection.send([byte]), connection.wait(0.1) else { return }
      }
    }
    #expect(result.reason == .outOfTime(seconds: 0.6))
    #expect(result.seconds < 1.6)
  }

  @Test func `F122 contents that are not the published ones are a fault of the data`() {
    let body = body
    let server = HTTPServer { path, connection in
      // The right size, but the checksum, the last bytes but four, is not that of the contents.
      var changed = body
      changed[changed.count - 6] ^= 1
      connection.answer(changed)
    }
    let error = #expect(throws: DatasetError.self) {
      try site.download(mirrors: [server.address + "/a/", server.address + "/b/"])
    }
    let url = server.address + "/a/train-images-idx3-ubyte.gz"
    #expect(error == .data(path: url, .gzipDamaged(reason: "incorrect data check")))
    #expect(server.paths.count == 2, "each mirror is asked once")
    #expect(site.cached == [".lock"])
  }

  @Test func `F123 a redirection in a circle ends after five hops`() {
    let result = reason { path, connection in
      connection.head("301 On", ["Location: \(path)", "Content-Length: 0"])
    }
    #expect(result.reason == .tooManyRedirections(limit: 5))
    #expect(result.requests == 6)
  }

  @Test(arguments: [
    "file:///etc/passwd", "http://127.0.0.2/x", "ftp://127.0.0.1/x", "http://localhost/x",
    "gopher://127.0.0.1/x",
  ])
  func `F123 a redirection to elsewhere is not followed`(target: String) {
    let result = reason { _, connection in
      connection.head("302 On", ["Location: \(target)", "Content-Length: 0"])
    }
    #expect(result.reason == .forbiddenRedirection(to: target))
    #expect(result.requests == 1)
  }

  @Test(arguments: [
    ("https://a.b/x", "https://a.b/y", true), ("https://a.b/x", "http://a.b/y", false),
    ("https://a.b/x", "https://c.d/y", false), ("https://a.b/x", "HTTPS://A.B/y", true),
    ("http://a.b/x", "https://a.b/y", true), ("https://a.b/x", "https://a.b@c.d/y", false),
    ("https://a.b/x", "https://a.b\\@c.d", true), ("https://a.b/x", "/y", false),
    ("x", "x", false),
  ])
  func `F123 leads to the same host only, and never out of HTTPS`(
    from: String,
    to: String,
    isAllowed: Bool
  ) {
    #expect(WebAddress(from).mayLead(to: WebAddress(to), allowsHTTP: true) == isAllowed)
  }

  @Test func `F123 the published mirrors are never left for plain HTTP`() {
    let from = WebAddress("http://a.b/x")
    #expect(!from.mayLead(to: WebAddress("http://a.b/y"), allowsHTTP: false))
    let library = HTTPLibrary()
    #expect(library != nil)
    guard let library else { return }
    let transfer = HTTPTransfer(
      "http://127.0.0.1:9/",
      allowsHTTP: false,
      limit: 10,
      connectTime: 1,
      library: library
    )
    while transfer?.step(milliseconds: 10) ?? false {}
    guard case .broken(let words) = transfer?.outcome else {
      Issue.record("plain HTTP was not refused")
      return
    }
    #expect(words.contains("not supported"))
  }

  @Test func `F124 an endless body and endless headers are cut off`() {
    let result = reason { _, connection in
      connection.head("200 OK")
      while connection.send([UInt8](repeating: 7, count: 1 << 16)) {}
    }
    #expect(result.reason == .wrongSize(expected: size, found: size + 1))
    let headers = reason { _, connection in
      connection.send("HTTP/1.1 200 OK\r\n".utf8)
      let line = "X-Header: " + String(repeating: "x", count: 1000) + "\r\n"
      while connection.send(line.utf8) {}
    }
    #expect(headers.reason == .wrongSize(expected: size, found: size + 1))
    #expect(headers.seconds < 5)
  }

  @Test func `F129 a refused connection is an error at once`() {
    let server = site.goodServer()
    server.stop()
    let start = MonotonicClock.now
    let error = #expect(throws: DatasetError.self) { try site.download(server) }
    #expect(MonotonicClock.now - start < 5)
    guard case .download(_, .failed(let attempts)) = error,
      case .unreachable = attempts.first?.reason
    else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test(arguments: ["transfer", "pause", "lock"])
  func `stops within a tenth of a second when asked`(place: String) throws {
    let server = HTTPServer { _, connection in
      if place == "pause" {
        return connection.head("503 No", ["Content-Length: 0", "Retry-After: 10"])
      }
      _ = connection.wait(30)
    }
    defer { server.stop() }
    try PrivateDirectory.prepare(site.cache)
    let path = site.cache.appending(".lock")
    let lock = place == "lock" ? try FileLock(trying: path) : nil
    let start = MonotonicClock.now
    var asked = start
    let error = #expect(throws: DatasetError.self) {
      try site.download(
        server,
        shouldStop: {
          let now = MonotonicClock.now
          #expect(now - asked < 0.5)
          asked = now
          return now - start > 0.3
        }
      )
    }
    withExtendedLifetime(lock) {}
    #expect(error == .download(name: "small", .stopped))
    #expect(MonotonicClock.now - start < 2)
  }
}
