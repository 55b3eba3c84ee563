import Glibc
import TestSupport
import Testing

/// What readline gives a person at the prompt, and the files that they may write for it.
@Suite struct PromptKeysTests {
  private let home = TemporaryDirectory()

  private func prompt(_ arguments: [String] = ["-q"]) -> PseudoTerminal {
    let terminal = PseudoTerminal(arguments, home: home)
    #expect(terminal.expect("ae> "))
    return terminal
  }

  private func enter(_ line: String, in terminal: PseudoTerminal) {
    terminal.type(line + "\r")
    #expect(terminal.expect("\r\n"))
    #expect(terminal.expect("ae> "))
  }

  @Test func `Ctrl-R finds an earlier entry by a part of it`() {
    let terminal = prompt()
    enter("let alpha = 40 + 2", in: terminal)
    enter("let beta = 1", in: terminal)
    terminal.type("\u{12}alph")
    #expect(terminal.expect("(reverse-i-search)"))
    #expect(terminal.expect("pha = 40 + 2"))
    // Ctrl-E takes the entry over, to be changed.
    terminal.type("\u{5} - 10; print alpha\r")
    #expect(terminal.expect("\r32\r\n"))
  }

  @Test func `an inputrc is read, and its parts for aerepl alone count`() {
    let lines = #"""
      $if aerepl
      "\C-xt": "print 40 + 2"
      $else
      "\C-xt": "print \"for others\""
      $endif
      """#
    home.write(Array((lines + "\n").utf8), to: ".inputrc")
    let terminal = prompt()
    terminal.type("\u{18}t\r")
    #expect(terminal.expect("\r42\r\n"))
  }

  @Test func `an entry of several lines comes back as one`() {
    let terminal = prompt()
    terminal.type("for i in 0..2 {\r")
    #expect(terminal.expect("... "))
    terminal.type("print i + 10\r")
    #expect(terminal.expect("... "))
    terminal.type("}\r")
    #expect(terminal.expect("10\r\n11\r\n"))
    #expect(terminal.expect("ae> "))
    enter("let x = 1", in: terminal)
    terminal.type("\u{1B}[A\u{1B}[A")
    #expect(terminal.expect("for i in 0..2 {"))
    terminal.type("\r")
    #expect(terminal.expect("10\r\n11\r\n"))
  }

  @Test func `Tab completes paths, in quotes and behind the home's sign`() {
    home.write(Array("print \"sourced\"\n".utf8), to: "my first script.ae")
    home.write(Array("print \"plain\"\n".utf8), to: "plain.ae")
    let terminal = prompt()
    terminal.type("source \"~/my fi\t")
    #expect(terminal.expect("source \"~/my first script.ae\""))
    terminal.type("\r")
    #expect(terminal.expect("\rsourced\r\n"))
    #expect(terminal.expect("ae> "))
    terminal.type("source ~/pl\t")
    #expect(terminal.expect("source ~/plain.ae"))
    terminal.type("\r")
    #expect(terminal.expect("\rplain\r\n"))
  }

  @Test func `a variable of an alias' name is the variable`() {
    let terminal = prompt()
    enter("let q = 4", in: terminal)
    terminal.type("q\r")
    #expect(terminal.expect("\r4\r\n"))
    terminal.type("let h = 5; h\r")
    #expect(terminal.expect("\r5\r\n"))
    #expect(terminal.expect("ae> "))
    let other = PseudoTerminal(["-q"])
    #expect(other.expect("ae> "))
    other.type("q\r")
    #expect(other.waitForExit() == .status(0))
  }

  @Test func `the configuration runs before the first prompt`() {
    writeConfiguration("let greeting = \"hello\"\nprint \"configured\"")
    let terminal = PseudoTerminal(["-q"], home: home)
    #expect(terminal.expect("configured\r\n"))
    #expect(terminal.expect("ae> "))
    terminal.type("print greeting\r")
    #expect(terminal.expect("\rhello\r\n"))
  }

  @Test func `an error in the configuration is told, and the prompt comes`() {
    writeConfiguration("let x = 1\nprint y")
    let terminal = PseudoTerminal(["-q"], home: home)
    #expect(terminal.expect("unknown name 'y'"))
    #expect(terminal.expect("ae> "))
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == .status(0))
  }

  @Test func `Ctrl-C ends a configuration that does not end by itself`() {
    writeConfiguration("print \"begun\"\nwhile true {}")
    let terminal = PseudoTerminal(["-q"], home: home)
    #expect(terminal.expect("begun\r\n"))
    terminal.type("\u{3}")
    #expect(terminal.expect("interrupted"))
    #expect(terminal.expect("ae> "))
    terminal.type("print 6 * 7\r")
    #expect(terminal.expect("\r42\r\n"))
  }

  @Test(arguments: [
    ("quit 3\r", Program.Exit.status(3)), ("quit\r", .status(0)),
    ("print nosuch\r\u{4}", .status(0)),
    ("\u{3}\u{4}", .status(0)), ("if true {\r\u{4}\u{4}", .status(0)),
    ("while true {}\r\u{3}\u{4}", .status(0)),
  ])
  func `the terminal's modes are restored however the prompt is left`(
    typed: String,
    exit: Program.Exit
  ) {
    let terminal = prompt()
    #expect(terminal.modes != terminal.modesAtStart)
    for character in typed {
      terminal.type(String(character))
      if character == "\r" { _ = terminal.remaining(pause: 300) }
    }
    #expect(terminal.waitForExit() == exit)
    #expect(terminal.modes == terminal.modesAtStart)
  }

  private func writeConfiguration(_ text: String) {
    mkdir(home.file(".config"), 0o700)
    mkdir(home.file(".config/aerepl"), 0o700)
    home.write(Array((text + "\n").utf8), to: ".config/aerepl/init.ae")
  }

  /// In the moment before readline takes the terminal, an end of input becomes a zero byte there.
  @Test func `F091 Ctrl-D that comes just before the prompt does is not lost`() {
    for round in 0..<20 {
      let terminal = PseudoTerminal(["-q"], home: home)
      #expect(terminal.expect("ae> "))
      terminal.type("print 40 + 2\r")
      #expect(terminal.expect("42"))
      usleep(UInt32(round) * 40)
      terminal.type("\u{4}")
      #expect(terminal.waitForExit() == .status(0), "round \(round)")
    }
  }
}
