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
