import Language
import Shell
import TestSupport
import Testing

@Suite struct CompletionTests {
  private let probe = SessionProbe(catalog: .sample)

  @Test(arguments: [
    ("sa", ["sample"]),
    ("let x = 1; wo", ["words"]),
    ("sample mo", ["mode="]),
    ("sample mode=", ["fast", "slow"]),
    ("sample mode=f", ["fast"]),
    ("sample loud=t", ["true"]),
    ("family ", ["handed", "own"]),
    ("family handed s", ["size="]),
    ("twice sam", ["sample"]),
    ("show lay", ["layer.0.weight"]),
    ("show resh", ["reshape"]),
    ("show 1 + resh", ["reshape"]),
    ("whi", ["while"]),
    ("nothing", []),
    ("sample(mo", ["mode="]),
    ("sample ", ["count=", "loud=", "mode=", "rate="]),
    ("sample (resh", ["reshape"]),
    ("sample rate=resh", ["reshape"]),
    ("let ", []),
    ("for i ", ["in"]),
    ("let y = x+resh", ["reshape"]),
    ("show resh # resh", []),
    ("# sam", []),
    ("show \"resh", []),
    ("show \"\\(resh", ["reshape"]),
    ("show 'a # b' + resh", ["reshape"]),
    ("show \"\"\"a\n\"b\"\"\", resh", ["reshape"]),
    ("?fam", ["family"]),
    ("show sum(1, ax", ["axis="]),
    ("show param(\"lay", ["layer.0.weight"]),
    ("if tru", ["true"]),
  ])
  func `offers what could stand there`(text: String, candidates: [String]) {
    let completion = probe.session.completion(of: text, at: text.unicodeScalars.count)
    #expect(completion.candidates.map(\.text) == candidates)
    #expect(completion.end == text.unicodeScalars.count)
  }

  @Test func `offers variables of the session`() {
    probe.enter("let width = 3")
    let completion = probe.session.completion(of: "show wid", at: 8)
    #expect(completion.candidates == [Completion.Candidate("width", kind: .variable)])
    #expect(completion.start == 5)
  }

  @Test(arguments: [
    ("result.", ["loss", "epoch"]),
    ("_.l", ["loss"]),
    ("show 1 + result.ep", ["epoch"]),
    ("sample rate=result.lo", ["loss"]),
    ("sample (result.lo", ["loss"]),
    ("show \"\\(result.lo", ["loss"]),
    ("if result.lo", ["loss"]),
    ("number.", []),
    ("result.loss.", []),
    ("try { x } catch e { show e.", ["kind", "message", "line"]),
    ("try { x } catch e {\n  if e.ki", ["kind"]),
    ("show e.", []),
    ("show layer.0.w", ["layer.0.weight"]),
  ])
  func `offers the fields of records and of what catch binds`(text: String, fields: [String]) {
    let record = Record([("loss", .float(0.5)), ("epoch", .integer(2))])
    probe.session.setVariable("result", to: .record(record))
    probe.session.setVariable("number", to: .integer(1))
    probe.enter("result")
    let completion = probe.session.completion(of: text, at: text.unicodeScalars.count)
    #expect(completion.candidates.map(\.text) == fields)
  }

  @Test(arguments: [
    ("show sum(1, ", "sum(x, axis=nil)"),
    ("sample 3", "sample [COUNT]"),
    ("twice family handed si", "family handed [size=5]"),
    ("show resh", "show [EXPR, …]"),
    ("show reshape", "reshape("),
    ("1 + ", nil),
  ])
  func `tells how the command or function at a place is used`(text: String, usage: String?) {
    let found = probe.session.usage(of: text, at: text.unicodeScalars.count)
    #expect(found.map { $0.hasPrefix(usage ?? "-") } ?? (usage == nil), "\(found ?? "nil")")
  }

  @Test(arguments: [-5, 0, 3, 99])
  func `F143 survives any offset`(offset: Int) {
    let completion = probe.session.completion(of: "añ😀", at: offset)
    #expect(completion.start <= completion.end)
    #expect((0...3).contains(completion.end))
  }

  @Test(arguments: [
    ("show 1", Completeness.complete),
    ("for i in 0..3 {", .incomplete(indent: 2)),
    ("for i in 0..3 {\n  if true {", .incomplete(indent: 4)),
    ("let x = (1 +", .incomplete(indent: 0)),
    ("let x = )", .invalid),
    ("", .complete),
  ])
  func `tells whether an entry can run`(text: String, expected: Completeness) {
    #expect(probe.session.completeness(of: text) == expected)
  }
}
