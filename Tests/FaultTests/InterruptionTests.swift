import Glibc
import TestSupport
import Testing

/// Signals and Ctrl-C while something runs.
@Suite struct InterruptionTests {
  private let home = TemporaryDirectory()

  @Test(arguments: [
    "while true { }", "while true { let x = zeros(100, 100) @ zeros(100, 100) }",
    "while true { try { step 1 } catch e { } }", "while true { try { error \"x\" } catch e { } }",
    "for i in 0..10^18 { i; }", "func f() { while true { try { f2() } catch e { } } }\nf()",
  ])
  func `F021 F022 SIGINT ends an endless loop, whatever it catches`(loop: String) {
    let script = "func f2() { 1 // 0 }\nprint \"begun\"\n\(loop)"
    // How long the end takes is told by a clock beside it; the shell tells a signal N as 128 + N.
    let result = Program.shell(
      """
      cd "$1"; env --default-signal=INT "$AEREPL" -e "$2" -e "$3" > log 2> errors & p=$!
      while ! grep -q begun log 2>/dev/null; do sleep 0.02; done
      sleep 0.3; a=$(date +%s%N); kill -INT $p; wait $p; echo $? $(( ($(date +%s%N) - a) / 1000000 ))
      """,
      [home.path, SmallSetup.script, script],
      within: 30
    )
    let numbers = result.output.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }
    #expect(numbers.first == 130, "\(result.output)")
    // 250 ms are promised on an idle machine; tests share theirs.
    #expect(numbers.last ?? .max < 1_000)
  }

  @Test(arguments: [
    "train 100000", "while true { save big.npy zeros(1000, 3000) }", "!echo begun; sleep 4711",
    "input answer \"begun\"", "source endless.ae", "while true { }",
    "dataset mnist", "plot hist rand(1000) ; while true { encode(test_x); }",
  ])
  func `F088 two Ctrl-C in close order are as one`(entry: String) throws {
    home.write(Array("print \"begun\"\nwhile true { }".utf8), to: "endless.ae")
    let stall = try Stall()
    let environment = [
      "https_proxy": stall.address, "http_proxy": stall.address, "AEREPL_DATA": home.path,
    ]
    let terminal = PseudoTerminal(["-q"], environment: environment, home: home)
    #expect(terminal.expect("ae> "))
    // Paths are those of the folder that the tests run in, so the files are named whole.
    // The child is known by the length of its sleep, which no other case has.
    let seconds = Int.random(in: 100_000...999_999)
    let entry = entry.replacing("big.npy", with: home.file("big.npy"))
      .replacing("endless.ae", with: home.file("endless.ae"))
      .replacing("sleep 4711", with: "sleep \(seconds)")
    terminal.type(SmallSetup.script.replacing("\n", with: "; ") + "print 40 + 2\r")
    #expect(terminal.expect("\n42\r\n"))
    for gap in [1_000, 30_000, 400_000] as [UInt32] {
      _ = terminal.remaining()
      terminal.type(entry + "\r")
      usleep(250_000)
      terminal.type("\u{3}")
      usleep(gap)
      terminal.type("\u{3}")
      // What is typed before the prompt is there may be dropped with what was interrupted.
      _ = terminal.remaining(pause: 400)
      terminal.type("print \"on\", \(gap)\r")
      #expect(terminal.expect("on \(gap)\r\n", within: 5), "\(terminal.transcript.suffix(400))")
    }
    terminal.type("\u{3}\u{4}")
    #expect(terminal.waitForExit() == .status(0))
    #expect(terminal.modes == terminal.modesAtStart)
    // In brackets, so that the search does not find itself.
    let digits = "\(seconds)"
    let pattern = "sleep [\(digits.prefix(1))]\(digits.dropFirst())"
    #expect(Program.shell("pgrep -f '\(pattern)'").output == "")
    #expect(Set(home.names).subtracting(["endless.ae", "big.npy", ".local", ".cache"]) == [])
    let left = Program.shell("find \"$1\" -name '*.tmp' -o -name '.big.npy*'", [home.path]).output
    #expect(left == "")
  }
}

/// A server that takes every connection and never answers.
///
/// A class, because it owns a socket.
final class Stall {
  /// Where it listens, as a proxy's address.
  let address: String

  private let descriptor: Int32

  struct Failed: Error {}

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let status = withUnsafeMutablePointer(to: &name) { [descriptor] pointer in
      // SAFETY: the system takes addresses of all families as of this type, with their length.
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, length) | listen(descriptor, 16)
          | getsockname(descriptor, $0, &length)
      }
    }
    address = "http://127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
    if status != 0 { throw Failed() }
  }

  deinit { close(descriptor) }
}
