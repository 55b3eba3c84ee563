import Language
import Shell
import TestSupport
import Testing

@Suite struct SessionTests {
  private let probe = SessionProbe(catalog: .sample)

  @Test func `runs nothing of a script that names something unknown`() {
    guard case .failed(let diagnostic) = probe.script("show 1\nshwo 2\nshow 3") else {
      Issue.record("the script must fail")
      return
    }
    #expect(probe.recorder.lines == [])
    #expect(diagnostic.message == "unknown command 'shwo'")
    #expect(diagnostic.hint == "did you mean 'show'?")
  }

  @Test func `stops a script at its first error`() {
    _ = probe.script("show 1\nshow 1 // 0\nshow 2")
    #expect(probe.recorder.lines == ["1"])
    #expect(probe.error == "arithmetic: division of 1 by zero")
  }

  @Test func `goes on after an error when asked to`() {
    var options = SessionOptions()
    options.keepsGoing = true
    let probe = SessionProbe(catalog: .sample, options: options)
    guard case .failed = probe.script("show 1\nshow 1 // 0\nshow 2") else {
      Issue.record("the script must fail")
      return
    }
    #expect(probe.recorder.lines == ["1", "2"])
  }

  @Test func `keeps variables, functions and the last value between entries`() {
    probe.enter("let x = 2")
    probe.enter("func double(n) { return 2 * n }")
    #expect(probe.enter("double(x)") == ["4"])
    #expect(probe.enter("_ + 1") == ["5"])
    #expect(probe.enter("_;") == [])
  }

  @Test func `a failed statement binds no name`() {
    probe.enter("let x = 1 // 0")
    probe.enter("show x")
    #expect(probe.error == "name: unknown name 'x'")
  }

  @Test(arguments: [
    "leave", "for i in 0..3 { leave }", "func f() { leave }\nf()",
    "try { leave } catch e { show 1 }",
    "twice leave", "inline \"leave\"", "func f() { inline \"leave\" }\nshow f()",
  ])
  func `leaves from anywhere`(script: String) {
    guard case .quit(7) = probe.script(script + "\nshow \"not reached\"") else {
      Issue.record("the script must leave with 7")
      return
    }
    #expect(probe.recorder.lines == [])
  }

  @Test func `an interruption stops a loop and cannot be swallowed`() {
    let script = "while true { try { stop\nshow 1 } catch e { show e.kind } }\nshow \"not reached\""
    guard case .failed(let diagnostic) = probe.script("stop\n" + script) else {
      Issue.record("the script must fail")
      return
    }
    #expect(diagnostic.kind == .interrupted)
    #expect(probe.recorder.lines == [])
    _ = probe.script(script)
    #expect(probe.error == "interrupted: interrupted")
    #expect(probe.recorder.lines == ["interrupted"])
    #expect(probe.enter("1 + 1") == ["2"])
  }

  @Test func `names the callers of a fault, innermost first`() {
    _ = probe.script("func g(x) { return 1 // x }\nfunc f(x) { return g(x) }\nf(0)")
    let notes = probe.recorder.diagnostics.first?.notes ?? []
    #expect(notes.map(\.message) == ["in a call of 'g'", "in a call of 'f'"])
    #expect(notes.map { $0.source.position(of: $0.range.lowerBound).line } == [2, 3])
  }

  @Test func `a sourced text has its own arguments and names its caller`() {
    #expect(probe.enter("inline \"show args\"; show args") == ["[\"inner\"]", "[]"])
    _ = probe.script("show 1\ninline \"show 1\\nshow 1 // 0\"")
    let diagnostic = probe.recorder.diagnostics.first
    #expect(diagnostic?.source?.name == "inner.ae")
    #expect(diagnostic?.notes.first?.source.name == "test.ae")
  }

  @Test(arguments: [
    "func f(n) { return f(n + 1) }\nf(0)",
    "let text = \"inline text\"\ninline text",
    "let a = []\nwhile true { a = [a] }",
  ])
  func `F009 F008 endless nesting is a limit, not a crash`(script: String) {
    _ = probe.script(script)
    #expect(probe.recorder.diagnostics.first?.kind == .limit)
    #expect(probe.enter("1 + 1") == ["2"])
  }

  @Test func `F025 a shell line is refused where shells are switched off`() {
    var options = SessionOptions()
    options.allowsShell = false
    let probe = SessionProbe(catalog: .sample, options: options)
    _ = probe.script("!true")
    #expect(probe.error == "state: shell lines are switched off by --no-shell")
    #expect(probe.recorder.shellCommands == [])
  }

  @Test func `F026 a failed shell line stops a script but not a prompt`() {
    probe.recorder.shellStatus = 3
    _ = probe.script("!exit 3")
    #expect(probe.error == "state: the shell command ended with status 3")
    #expect(probe.enter("!exit 3\nstatus") == ["3"])
  }

  @Test func `two sessions share nothing`() {
    let other = SessionProbe(catalog: .sample)
    probe.enter("let x = 1")
    other.enter("show x")
    #expect(other.error == "name: unknown name 'x'")
  }
}
