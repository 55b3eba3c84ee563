import Glibc
import TestSupport
import Testing

@testable import Datasets

/// Servers whose certificates prove nothing.
@Suite struct CertificateTests {
  private static let openssl = "/usr/bin/openssl"

  @Test(.enabled(if: access(openssl, X_OK) == 0, "there is no openssl to play the server"))
  func `F125 a certificate that nobody vouches for ends the connection`() throws {
    let directory = TemporaryDirectory()
    let (key, certificate) = (directory.file("key"), directory.file("certificate"))
    let maker = run([
      "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
      "-keyout", key, "-out", certificate,
    ])
    waitpid(maker, nil, 0)
    // The port is free because a server of this test had it until now.
    let place = HTTPServer { _, _ in }
    let port = place.port
    place.stop()
    let server = run([
      "s_server", "-accept", "127.0.0.1:\(port)", "-key", key, "-cert", certificate, "-www",
    ])
    defer {
      kill(server, SIGKILL)
      waitpid(server, nil, 0)
    }
    let library = try #require(HTTPLibrary())
    let end = MonotonicClock.now + 10
    while MonotonicClock.now < end {
      let transfer = try #require(
        HTTPTransfer(
          "https://localhost:\(port)/",
          allowsHTTP: true,
          limit: 1 << 20,
          connectTime: 2,
          library: library
        )
      )
      while transfer.step(milliseconds: 20) {}
      // The server may still be on its way.
      if case .unreachable = transfer.outcome {
        MonotonicClock.sleep(0.05)
        continue
      }
      guard case .broken(let words) = transfer.outcome else { break }
      #expect(words.contains("certificate"))
      #expect(transfer.body.isEmpty)
      return
    }
    Issue.record("the connection was not refused for its certificate")
  }

  private func run(_ arguments: [String]) -> pid_t {
    var child = pid_t()
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor: Int32 in 0...2 {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var words = ([Self.openssl] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    posix_spawn(&child, Self.openssl, &actions, nil, &words, environ)
    return child
  }
}
