import TestSupport
import Testing

/// Ctrl-Z and `fg` under a shell, without which nobody would take the terminal.
@Suite struct JobControlTests {
  private func shell() -> PseudoTerminal {
    let terminal = PseudoTerminal(
      ["--norc", "--noprofile", "-i"],
      program: "/bin/bash",
      environment: ["PS1": "shell% "],
      columns: 120
    )
    #expect(terminal.expect("shell% "))
    terminal.type("\"$AEREPL\" -q\r")
    #expect(terminal.expect("ae> "))
    return terminal
  }

  @Test func `at the prompt Ctrl-Z gives the shell, and fg the line as it was`() {
    let terminal = shell()
    terminal.type("print 40 + ")
    #expect(terminal.expect("print 40 + "))
    let modes = terminal.modes
    terminal.type("\u{1A}")
    #expect(terminal.expect("Stopped"))
    #expect(terminal.expect("shell% "))
    terminal.type("fg\r")
    #expect(terminal.expect("ae> print 40 + "))
    #expect(terminal.modes == modes)
    terminal.type("2\r")
    #expect(terminal.expect("\r42\r\n"))
    #expect(terminal.expect("ae> "))
    terminal.type("\u{4}")
    #expect(terminal.expect("shell% "))
  }

  @Test func `in training Ctrl-Z leaves no half line, and fg goes on`() {
    let terminal = shell()
    terminal.type("dataset digits count=20000 test=100; model 784 64 3; batch 1\r")
    #expect(terminal.expect("ae> ", within: 20))
    terminal.type("train 10000\r")
    #expect(terminal.expect("samples/s", within: 20))
    _ = terminal.remaining(pause: 0)
    terminal.type("\u{1A}")
    #expect(terminal.expect("\r\u{1B}[K\r\n[1]+  Stopped"))
    #expect(terminal.expect("shell% "))
    // Nothing is drawn while the shell has the terminal.
    #expect(terminal.remaining(pause: 400) == "")
    terminal.type("fg\r")
    #expect(terminal.expect("samples/s", within: 20))
    terminal.type("\u{3}")
    #expect(terminal.expect("training was interrupted"))
    #expect(terminal.expect("ae> "))
    terminal.type("\u{4}")
    #expect(terminal.expect("shell% "))
    terminal.type("exit\r")
    #expect(terminal.waitForExit() == .status(0))
  }
}
