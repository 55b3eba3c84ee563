import Glibc
import TestSupport
import Testing

@Suite struct PromptTests {
  private func prompt(
    _ arguments: [String] = ["-q"],
    environment: [String: String] = [:],
    home: TemporaryDirectory = TemporaryDirectory()
  ) -> PseudoTerminal {
    let terminal = PseudoTerminal(arguments, environment: environment, home: home)
    #expect(terminal.expect("ae> "))
    return terminal
  }

  @Test func `a prompt begins with two lines unless it is to be quiet`() {
    #expect(prompt([]).transcript.split(separator: "\r\n").count == 3)
    #expect(prompt().transcript.hasSuffix("ae> "))
    #expect(!prompt().transcript.contains("\n"))
  }

  @Test func `F091 Ctrl-D at an empty prompt leaves with status 0`() {
    let terminal = prompt()
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == .status(0))
    #expect(terminal.transcript.hasSuffix("\r\n"))
    #expect(terminal.modes == terminal.modesAtStart)
  }

  @Test func `F091 Ctrl-D in a line does nothing`() {
    let terminal = prompt()
    terminal.type("let x\u{4}")
    #expect(terminal.expect("let x"))
    #expect(!terminal.remaining().contains("ae>"))
  }

  @Test func `Ctrl-D typed while a statement runs leaves after it, behind what was typed before`() {
    let terminal = prompt()
    terminal.type("!echo begun; sleep 0.5\r")
    #expect(terminal.expect("begun\r\n"))
    terminal.type("print 6 * 7\r\u{4}")
    #expect(terminal.expect("42\r\n"))
    #expect(terminal.waitForExit() == .status(0))
    #expect(terminal.modes == terminal.modesAtStart)
  }

  @Test func `F087 Ctrl-C drops the line and the prompt comes again`() {
    let terminal = prompt()
    terminal.type("let x = 1")
    #expect(terminal.expect("let x = 1"))
    terminal.type("\u{3}")
    #expect(terminal.expect("ae> "))
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == .status(0))
  }

  @Test func `F087 F096 many Ctrl-C and changes of the window leave it answering`() {
    let terminal = prompt()
    for number in 0..<100 {
      terminal.type("ab\u{3}")
      terminal.resize(columns: UInt16(1 + number * 37 % 200))
    }
    _ = terminal.remaining()
    terminal.type("\u{3}")
    #expect(terminal.expect("ae> "))
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == .status(0))
  }

  @Test func `Tab completes, lists with explanations, and says how a command is used`() {
    let terminal = prompt()
    terminal.type("optimi\t")
    #expect(terminal.expect("optimizer "))
    terminal.type("\t\t")
    #expect(terminal.expect("\r\nadam  Adam, as PyTorch has it."))
    #expect(terminal.expect("ae> optimizer "))
    terminal.type("\u{3}train 5 lr=0.1\t\t")
    #expect(terminal.expect("\r\ntrain [EPOCHS]"))
    #expect(terminal.expect("ae> train 5 lr=0.1"))
    terminal.type("\u{3}\u{4}")
    #expect(terminal.waitForExit() == .status(0))
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
  func `F092 F105 a signal ends the prompt and restores the terminal`(_ signal: Int32) {
    let terminal = prompt()
    #expect(terminal.modes != terminal.modesAtStart)
    terminal.send(signal)
    #expect(terminal.waitForExit(within: 1) == .signal(signal))
    #expect(terminal.modes == terminal.modesAtStart)
  }

  @Test func `F092 it ends when its terminal goes away`() {
    let terminal = prompt()
    terminal.hangUp()
    #expect(terminal.waitForExit(within: 2) == .signal(SIGHUP))
  }

  @Test func `F091 Ctrl-Z stops it, and afterwards the line goes on`() {
    let terminal = prompt()
    terminal.type("ab\u{1A}")
    _ = terminal.remaining()
    terminal.send(SIGCONT)
    terminal.type("c")
    #expect(terminal.expect("c"))
    terminal.type("\r\u{4}")
    #expect(terminal.waitForExit() == .status(0))
  }

  @Test func `F102 an entry is kept at once and found by the next prompt`() {
    let home = TemporaryDirectory()
    let first = prompt(home: home)
    first.type("let kept = 1\r")
    #expect(first.expect("ae> "))
    first.send(SIGKILL)
    #expect(first.waitForExit() == .signal(SIGKILL))
    let second = prompt(home: home)
    second.type("\u{1B}[A")
    #expect(second.expect("let kept = 1"))
  }

  @Test func `no history is kept where none is wanted`() {
    let home = TemporaryDirectory()
    let terminal = prompt(["-q", "--no-history"], home: home)
    terminal.type("let x = 1\r")
    #expect(terminal.expect("ae> "))
    #expect(access(home.file(".local/state/aerepl/history"), F_OK) != 0)
  }

  @Test func `F101 a history that cannot be used gives one warning`() {
    let terminal = prompt(environment: ["AEREPL_HISTORY": "/dev/full"])
    terminal.type("let x = 1\r")
    #expect(terminal.expect("ae> "))
    terminal.type("let x = 2\r")
    #expect(terminal.expect("ae> "))
    #expect(terminal.transcript.split(separator: "not a regular file").count == 2)
  }

  @Test func `F098 a pasted block is one entry`() {
    let home = TemporaryDirectory()
    let terminal = prompt(home: home)
    terminal.type("\u{1B}[200~let a = 1\r\nlet b = 2\rlet c = 3\u{1B}[201~")
    #expect(terminal.expect("let c = 3"))
    terminal.type("\r")
    #expect(terminal.expect("ae> "))
    terminal.type("\u{4}")
    #expect(terminal.waitForExit() == .status(0))
    #expect(Program.shell("wc -l < '\(home.path)/.local/state/aerepl/history'").output == "1\n")
  }

  @Test func `F098 a paste of 10 MB is refused and the prompt comes again`() {
    let terminal = prompt(["-q", "--no-history"])
    terminal.type("\u{1B}[200~" + String(repeating: "x", count: 10 << 20) + "\u{1B}[201~\r")
    #expect(terminal.expect("an entry has at most 1 MiB", within: 20))
    #expect(terminal.expect("ae> "))
  }

  @Test(arguments: ["dumb", "", "no-such-terminal"])
  func `F096 a simple terminal gets no escape sequences`(_ kind: String) {
    let terminal = prompt(environment: ["TERM": kind])
    terminal.type("let x\u{3}\u{4}")
    #expect(terminal.waitForExit() == .status(0))
    #expect(kind == "no-such-terminal" || !terminal.transcript.contains("\u{1B}"))
  }

  @Test func `F103 a pipe or a secret as inputrc neither holds nor shows`() {
    let home = TemporaryDirectory()
    mkfifo(home.file("pipe"), 0o600)
    home.write(Array("set secret-word-4711 on\nbad \"unclosed-4711\n".utf8), to: "secret")
    for name in ["pipe", "secret"] {
      let terminal = prompt(environment: ["INPUTRC": home.file(name)], home: home)
      #expect(!terminal.transcript.contains("4711"))
    }
  }

  @Test(arguments: ["C", "de_DE.UTF-8", "no_SUCH"])
  func `F099 characters of several bytes are edited whole in any locale`(_ locale: String) {
    let home = TemporaryDirectory()
    let terminal = prompt(environment: ["LC_ALL": locale], home: home)
    terminal.type("# aé漢😀\u{7F}\u{7F}b\r")
    #expect(terminal.expect("ae> "))
    let history = Program.shell("cat '\(home.path)/.local/state/aerepl/history'").output
    #expect(history == "# aéb\n")
  }
}
