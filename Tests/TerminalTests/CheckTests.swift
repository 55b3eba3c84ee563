import TestSupport
import Testing

@Suite struct CheckTests {
  private let directory = TemporaryDirectory()

  private func check(_ scripts: [String: String]) -> Program.Result {
    let paths = scripts.keys.sorted().map { name in
      directory.write(Array((scripts[name] ?? "").utf8), to: name)
    }
    return Program.run(["check"] + paths)
  }

  @Test func `F036 finds what a run would find, and runs nothing`() {
    let result = check(["a.ae": "print \"one\"\ntrian 5", "b.ae": "print 1"])
    #expect(result.exit == .status(1))
    #expect(result.output == "")
    #expect(result.errors.contains("a.ae:2:1: error: unknown command 'trian'"))
    #expect(!result.errors.contains("b.ae"))
  }

  @Test func `warns of what runs but is likely a mistake, with status 0`() {
    let result = check(["a.ae": "func f(x) {\n  let y = 2\n  return x\n  print 3\n}"])
    #expect(result.exit == .status(0))
    #expect(result.errors.contains("a.ae:2:7: warning: "))
    #expect(result.errors.contains("a.ae:4:3: warning: "))
  }

  @Test func `finds calls of the script's functions that cannot work, and unused variables`() {
    let result = check(["a.ae": "let unused = 1\nfunc f(x) {\n  return x\n}\nf(1, 2)"])
    #expect(result.exit == .status(1))
    #expect(result.errors.contains("a.ae:1:5: warning: the variable 'unused' is never used"))
    #expect(result.errors.contains("a.ae:5:1: error: f takes 1 argument, found 2"))
  }

  @Test func `checks standard input, and goes on behind a file that cannot be read`() {
    let command = #"echo 'trian 5' | "$AEREPL" check "$1" -"#
    let result = Program.shell(command, [directory.file("missing.ae")])
    #expect(result.exit == .status(2))
    #expect(result.errors.contains("<stdin>:1:1: error: unknown command 'trian'"))
  }

  @Test func `F012 a script that cannot be read and no script at all are wrong use`() {
    #expect(Program.run(["check", directory.file("missing.ae")]).exit == .status(2))
    let result = Program.run(["check"])
    #expect(result.exit == .status(2))
    #expect(result.errors.contains("USAGE: aerepl check"))
  }
}
