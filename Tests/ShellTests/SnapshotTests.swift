import Language
import Shell
import TestSupport
import Testing

@Suite struct SnapshotTests {
  private func snapshot(_ script: String) -> SessionSnapshot {
    let probe = SessionProbe()
    probe.enter(script)
    return probe.session.snapshot
  }

  @Test func `a snapshot knows the variables of its moment`() {
    let probe = SessionProbe()
    probe.enter("let alpha = [1, 2]")
    let before = probe.session.snapshot
    probe.enter("let beta = 1")
    #expect(before.variables.map(\.name.text) == ["alpha"])
    #expect(before.variables.map(\.kind) == ["a list"])
    #expect(probe.session.snapshot.variables.map(\.name.text) == ["alpha", "beta"])
    #expect(before.completion(of: "alp", at: 3).candidates.map(\.text) == ["alpha"])
  }

  @Test(arguments: [
    ("train epochs=3", 2, "train"), ("train epochs=3", 9, "train"), ("train ", 6, "train"),
    ("dataset digits count=5", 10, "dataset digits"), ("1 + sum(x", 5, "sum"),
    ("let y = mean(", 13, "mean"), ("print 1; help", 12, "help"), ("x", 0, "x"),
    ("é😀 + x", 6, "x"), ("tensor([", 8, "tensor"),
  ])
  func `the name at a place is found`(text: String, offset: Int, name: String) {
    let inspection = snapshot("let x = 1").inspection(of: text, at: offset)
    #expect(inspection?.name == name)
    #expect(inspection.map { $0.markdown.contains($0.page.prefix(5)) } == true)
  }

  @Test(arguments: [("", 0), ("nosuch", 3), ("nosuch", -4), ("+ +", 90), ("😀", 1)])
  func `what is unknown is not found`(text: String, offset: Int) {
    #expect(snapshot("").inspection(of: text, at: offset) == nil)
  }

  @Test func `an expression is evaluated without a trace`() throws {
    let probe = SessionProbe()
    probe.enter("let x = 20\nx")
    let value = try probe.session.value(of: SourceText(name: "e", "x * 2"))
    #expect(value.literal == "40")
    #expect(probe.session.lastValue.literal == "20")
    for text in ["", "x; x", "let y = 1", "print x", "nosuch", "1 +", "x[0]"] {
      #expect(throws: Diagnostic.self) { try probe.session.value(of: SourceText(name: "e", text)) }
    }
  }

  @Test func `an interruption that is meant for a run ends it`() {
    let probe = SessionProbe()
    let source = SourceText(name: "e", "while true { }")
    probe.session.interruption.request()
    _ = probe.session.run(source, mode: .entry, keepsInterruption: true)
    #expect(probe.error == "interrupted: interrupted")
  }
}
