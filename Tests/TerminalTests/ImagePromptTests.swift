import Glibc
import TestSupport
import Testing

/// Pictures at a terminal, whose answers the test gives.
@Suite struct ImagePromptTests {
  /// A time to answer in that a busy machine keeps.
  private static let far = ["SSH_TTY": "/dev/pts/9"]

  private func prompt(
    _ environment: [String: String] = [:],
    arguments: [String] = ["-q", "--no-history"]
  ) -> PseudoTerminal {
    let terminal = PseudoTerminal(
      arguments,
      environment: ["TERM": "xterm-256color"].merging(environment) { $1 }
    )
    #expect(terminal.expect("ae> "))
    return terminal
  }

  /// What ends the questions.
  private let lastQuestion = "\u{1B}[c"
  private let plot = "plot [1, 3, 2] width=160 height=120\r"
  private let shown = "save plot.png"

  @Test(arguments: [
    ("\u{1B}_Gi=31;OK\u{1B}\\\u{1B}[?62;4c", "\u{1B}_Ga=T,f=100,"),
    ("\u{1B}P>|iTerm2 3.5\u{1B}\\\u{1B}[?62c", "\u{1B}]1337;File=inline=1;"),
    ("\u{1B}[?62;4;22c", "\u{1B}P0;1;0q\"1;1;"), ("\u{1B}[?62;22c", "\u{1B}[48;5;"),
  ])
  func `the terminal says what it can, and gets that`(answer: String, sequence: String) {
    let terminal = prompt(Self.far)
    #expect(!terminal.transcript.contains(lastQuestion), "nothing is asked at the start")
    terminal.type(plot)
    #expect(terminal.expect(lastQuestion))
    terminal.type(answer)
    if sequence.hasPrefix("\u{1B}[") {
      #expect(terminal.expect(sequence))
    } else {
      // Where there are pixels their size is asked, too.
      #expect(terminal.expect(lastQuestion))
      terminal.type("\u{1B}[6;16;8t\u{1B}[?62c")
      #expect(terminal.expect(sequence))
    }
    #expect(terminal.expect("ae> "))
    #expect(!terminal.transcript.contains("what"), "no line where there is a picture")
    let count = terminal.transcript.split(separator: lastQuestion).count
    terminal.type(plot)
    #expect(terminal.expect("ae> "))
    #expect(terminal.transcript.split(separator: lastQuestion).count == count, "it is asked once")
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == .status(0))
    #expect(terminal.modes == terminal.modesAtStart)
  }

  @Test func `a terminal that does not answer gets blocks, and what it says later is no key`() {
    let terminal = prompt()
    terminal.type(plot)
    #expect(terminal.expect(lastQuestion))
    #expect(terminal.expect("\u{1B}[48;5;", within: 3))
    #expect(terminal.expect("ae> "))
    terminal.type("print 6 \u{1B}_Gi=31;OK\u{1B}\\\u{1B}P>|late\u{1B}\\\u{1B}[?62;4c* 7\r")
    #expect(terminal.expect("42\r\n"))
    terminal.type("set images\r")
    #expect(terminal.expect("images auto (blocks: the terminal did not answer)"))
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == .status(0))
  }

  @Test func `what is typed before and between the answers is entered afterwards`() {
    let terminal = prompt(Self.far)
    terminal.type("!echo begun; sleep 0.3\r")
    #expect(terminal.expect("begun\r\n"))
    terminal.type(plot + "print 6 * 7\r")
    #expect(terminal.expect(lastQuestion))
    terminal.type("print 5\u{1B}_Gi=31;ENO\u{1B}\\ * 5\u{1B}[?62c\r")
    #expect(terminal.expect("42\r\n"))
    #expect(terminal.expect("25\r\n"))
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == .status(0))
  }

  @Test func `Ctrl-D that is typed while the terminal is asked leaves afterwards`() {
    let terminal = prompt(Self.far)
    terminal.type(plot)
    #expect(terminal.expect(lastQuestion))
    terminal.type("\u{4}\u{1B}[?62c")
    #expect(terminal.waitForExit() == .status(0))
    #expect(terminal.modes == terminal.modesAtStart)
  }

  @Test(arguments: ["dumb", ""])
  func `a simple terminal gets one line`(name: String) {
    let terminal = prompt(["TERM": name])
    terminal.type(plot)
    #expect(terminal.expect(shown))
    terminal.type("set images kitty\r")
    #expect(terminal.expect("ae> "))
    terminal.type(plot)
    #expect(terminal.expect(shown))
    #expect(!terminal.transcript.contains("\u{1B}"))
  }

  @Test func `off is one line, and nothing is asked`() {
    let terminal = prompt()
    terminal.type("set images off; \(plot)")
    #expect(terminal.expect(shown))
    #expect(!terminal.transcript.contains(lastQuestion))
  }

  @Test func `xterm without colours gets characters alone`() {
    let terminal = prompt(Self.far.merging(["TERM": "xterm", "NO_COLOR": "1"]) { $1 })
    terminal.type(plot)
    #expect(terminal.expect(lastQuestion))
    terminal.type("\u{1B}[?62c")
    #expect(terminal.expect("█"))
    #expect(terminal.expect("ae> "))
    #expect(!terminal.transcript.contains("8;5;"))
    #expect(!terminal.transcript.contains("8;2;"))
  }

  @Test func `a live figure is drawn over, and the lines of the epochs stand above it`() {
    let terminal = prompt(Self.far)
    terminal.type("dataset digits count=64 test=8; model 784 8; train 3 plot=loss\r")
    #expect(terminal.expect(lastQuestion))
    terminal.type("\u{1B}[?62c")
    for epoch in 2...3 {
      #expect(terminal.expect("A\u{1B}[J[epoch:\(epoch)]"))
      #expect(terminal.expect("\u{1B}[?2026l"))
    }
    #expect(terminal.expect("ae> "))
  }

  @Test(arguments: ["", "set images sixel; ", "set images blocks; "])
  func `F097 a pipe gets one line, whatever is chosen`(choice: String) {
    let environment = ["TERM": "xterm-kitty", "COLORTERM": "truecolor"]
    let result = Program.run(["-e", choice + "plot [1, 2]"], environment: environment)
    #expect(result.output == "plot: [1, 2] as lines (640x400 pixels); 'save plot.png' writes it\n")
    #expect(result.errors == "")
  }

  @Test func `F097 a pipe gets a line an epoch and one for the live figure`() {
    let code = "dataset digits count=64 test=8; model 784 8; train 3 plot=recon; print \"end\""
    let lines = Program.run(["-e", code]).output.split(separator: "\n").dropFirst()
    #expect(lines.map { String($0.prefix(6)) } == ["[epoch", "[epoch", "[epoch", "recon:", "end"])
  }
}
