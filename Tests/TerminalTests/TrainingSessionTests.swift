import Glibc
import TestSupport
import Testing

/// Training as a person sees it: at a terminal, in a pipe, and interrupted.
@Suite struct TrainingSessionTests {
  private let home = TemporaryDirectory()

  private static let setup = "dataset digits count=20000 test=100; model 784 64 3; batch 32"

  @Test func `F087 F089 Ctrl-C in training keeps everything and training goes on`() {
    let terminal = PseudoTerminal(["-q"], home: home, columns: 120)
    #expect(terminal.expect("ae> "))
    terminal.type("\(Self.setup)\r")
    #expect(terminal.expect("ae> ", within: 20))
    terminal.type("train 500\r")
    #expect(terminal.expect("[epoch:1]", within: 20))
    #expect(terminal.expect("samples/s", within: 20))
    terminal.type("\u{3}")
    #expect(terminal.expect("training was interrupted", within: 5))
    #expect(terminal.expect("ae> "))
    terminal.type("let done = len(1..2)\r")
    #expect(terminal.expect("ae> "))
    let before = epochs(in: terminal.transcript)
    terminal.type("train 2\r")
    for epoch in 1...2 { #expect(terminal.expect("[epoch:\(before + epoch)]", within: 20)) }
    #expect(terminal.expect("ae> "))
    terminal.type("save \(home.file("recon.png"))\r")
    #expect(terminal.expect("saved"))
    #expect(home.names.contains("recon.png"))
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == .status(0))
    #expect(terminal.modes == terminal.modesAtStart)
  }

  private func epochs(in transcript: String) -> Int {
    transcript.split(separator: "[epoch:").count - 1
  }

  @Test func `F097 a pipe gets a line an epoch and nothing else of training`() {
    let script = "\(Self.setup)\ntrain 2\nplot recon count=2"
    let result = Program.shell("printf '%s' \"$1\" | \"$AEREPL\" | cat", [script], within: 30)
    #expect(result.exit == .status(0))
    let lines = result.output.split(separator: "\n")
    #expect(lines.count == 4)
    #expect(lines[1].hasPrefix("[epoch:1] Loss:"))
    #expect(lines[2].hasPrefix("[epoch:2] Loss:"))
    #expect(!result.output.contains("\u{1B}") && !result.output.contains("\r"))
    #expect(result.errors.isEmpty)
  }

  @Test func `F090 SIGINT ends a training script by the signal and says where it was`() {
    // A shell's background job ignores SIGINT unless it is told otherwise.
    let result = Program.shell(
      """
      env --default-signal=INT "$AEREPL" -e "$1" -e 'train 100000' > "$2" & p=$!
      for i in $(seq 200); do grep -q epoch:1 "$2" && break; sleep 0.1; done
      kill -INT $p; wait $p
      """,
      [Self.setup, home.file("output")],
      within: 30
    )
    // The shell tells a death by signal 2 as 130.
    #expect(result.exit == .status(130))
    #expect(result.errors.contains("training was interrupted"))
  }

  @Test func `memory does not grow with steps`() throws {
    // A process of its own, because other tests would move the figure of this one.
    let script = [
      Self.setup, "step 500", #"!grep VmRSS: "/proc/$PPID/status""#, "step 20000",
      #"!grep VmRSS: "/proc/$PPID/status""#,
    ]
    let result = Program.run(script.flatMap { ["-e", $0] } + ["--threads", "1"], within: 60)
    #expect(result.exit == .status(0))
    let sizes = result.output.split(separator: "\n").filter { $0.hasPrefix("VmRSS:") }
      .compactMap { Int($0.split(whereSeparator: \.isWhitespace)[1]) }
    try #require(sizes.count == 2)
    // A kilobyte a step would be 20,000.
    #expect(sizes[1] - sizes[0] < 2_000)
  }
}
