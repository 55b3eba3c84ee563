import Language
import Testing

@Suite struct ParseResultTests {
  @Test(arguments: [
    ("print (1", "incomplete 0 1:7 syntax: '(' is never closed"),
    ("let x = [1,\n 2", "incomplete 0 1:9 syntax: '[' is never closed"),
    ("f(1 +", "incomplete 0 1:2 syntax: '(' is never closed"),
    ("print(a,", "incomplete 0 1:6 syntax: '(' is never closed"),
    ("train(5", "incomplete 0 1:6 syntax: '(' is never closed"),
    ("x[f(1)", "incomplete 0 1:2 syntax: '[' is never closed"),
    ("print \"a \\(x", "incomplete 0 1:11 syntax: '(' is never closed"),
    ("x\nprint \"\"\"a\nb", "incomplete 0 2:7 syntax: '\"\"\"' is never closed"),
    ("if x {", "incomplete 2 1:6 syntax: '{' is never closed"),
    (
      "for i in 0..3 {\n  if i == 1 {\n    print i", "incomplete 4 2:13 syntax: '{' is never closed"
    ),
    ("func f() {\n  if x { y }\n", "incomplete 2 1:10 syntax: '{' is never closed"),
    ("func f() { print (1", "incomplete 2 1:18 syntax: '(' is never closed"),
    (
      "1 + \\",
      "incomplete 0 1:5 syntax: the text ends where '\\' says that the line goes on"
    ),
    (
      "1 + \\\n",
      "incomplete 0 1:5 syntax: the text ends where '\\' says that the line goes on"
    ),
    (
      "train 5 \\\n  ",
      "incomplete 0 1:9 syntax: the text ends where '\\' says that the line goes on"
    ),
    (
      "let x = 1 \\",
      "incomplete 0 1:11 syntax: the text ends where '\\' says that the line goes on"
    ),
  ])
  func `F015 what is left open is reported at its opening, and may be completed`(
    text: String,
    result: String
  ) {
    #expect(Reading.dump(text) == result)
    #expect(Reading.dump(text, mode: .entry) == result)
  }

  @Test(arguments: [
    ("print \"abc", "1:7 syntax: '\"' is never closed"),
    ("print \"abc\nprint 1", "1:7 syntax: '\"' is never closed"),
    ("print 'abc\nprint 1", "1:7 syntax: ''' is never closed"),
    ("print \"a\\", "1:7 syntax: '\"' is never closed"),
    ("print \"a \\(\"b)\"\nx", "1:11 syntax: '(' is never closed"),
    ("let x = (1 + 2\nlet y = 3\nprint y", "1:9 syntax: '(' is never closed"),
    ("let x = [1, 2\nprint [x]", "1:9 syntax: '[' is never closed"),
  ])
  func `F015 what no further line can close is wrong at its opening`(text: String, fault: String) {
    #expect(Reading.dump(text) == fault)
  }

  @Test(arguments: [
    "1 +", ")", "let = 7", "if x", "trian 5", "f(1 2", "for i in 0..3 {\n  let = 1", "try { x }",
  ])
  func `what no further line mends is invalid`(text: String) {
    guard
      case .invalid = Parser.parse(
        SourceText(name: "<stdin>", text),
        vocabulary: TestVocabulary(),
        mode: .entry
      )
    else {
      Issue.record("\(Reading.dump(text, mode: .entry))")
      return
    }
  }

  @Test(arguments: [
    ("let = 1\nx\ntrian 5\ny\nz )", ["1:5", "3:1", "5:3"]),
    ("let = 1; trian 5; x )", ["1:5", "1:10", "1:21"]),
    ("if x = 1 {\n  a )\n  break\n}\nb )", ["1:6", "2:5", "5:3"]),
    ("if x {\n  a )\n} else {\n  b )\n}\nc )", ["2:5", "4:5", "6:3"]),
    ("if x = 1 {\n  a\n} else if y {\n  b )\n} else {\n  c )\n}\nd", ["1:6", "4:5", "6:5"]),
    ("foo {\n  a\n}\nb )", ["1:1", "4:3"]),
    ("let x = [1,\n 2 3,\n 4]\ny )", ["2:4", "4:3"]),
    ("let x = (1\nlet y = )\nz", ["1:9", "2:9"]),
    ("f(\"}\", {)\ny )", ["1:8", "2:3"]),
    ("print \"\"\"a \\q\n} ) \"\"\"\ny )", ["1:12", "3:3"]),
    ("while a { break; continue }\nbreak\nreturn", ["2:1", "3:1"]),
    ("train lr=0\nmodel 0\nquit 300", ["1:10", "2:7", "3:6"]),
    ("x )\nif y {", ["1:3", "2:6"]),
  ])
  func `tells several faults together, and no consequence of them`(text: String, places: [String]) {
    let source = SourceText(name: "test.ae", text)
    let found = Reading.diagnostics(source).map { fault in
      let position = source.position(of: fault.range?.lowerBound ?? 0)
      return "\(position.line):\(position.column)"
    }
    #expect(found == places, "\(Reading.dump(text))")
  }

  @Test(arguments: [
    // Names and calls of what can be read, with the faults of what cannot, by place.
    ("pritn x\nlet = 1\nabs(1, 2)\nprint y", ["1:1", "2:5", "3:1", "4:7"]),
    ("print x\ntrain lr=0 foo=2\nprint y", ["1:7", "2:10", "2:12", "3:7"]),
    ("if true {\n  let = 1\n  print z\n}", ["2:7", "3:9"]),
    // Whatever the other lines may have bound is taken for bound.
    ("let x = (1 +\nlet y = 2\nprint x, y", ["1:9"]),
    ("for i un 0..3 { print i }\nprint i", ["1:7"]),
    ("func f(a b) { return a + b }\nprint f(1, 2)", ["1:10"]),
    ("let a = 1 2\na = 3\nlet b = a", ["1:11"]),
    ("source (1 + )\nprint anything", ["1:13"]),
    ("let x = known\nlet = 1", ["2:5"]),
  ])
  func `tells the unknown names of what can be read together with the faults`(
    text: String,
    places: [String]
  ) {
    let source = SourceText(name: "test.ae", text)
    let known: Set<Name> = ["known"]
    let result = Parser.parse(source, vocabulary: TestVocabulary(), known: known)
    guard case .invalid(let faults) = result else {
      Issue.record("\(Reading.dump(text))")
      return
    }
    let found = faults.map { fault in
      let position = source.position(of: fault.range?.lowerBound ?? 0)
      return "\(position.line):\(position.column)"
    }
    #expect(found == places, "\(faults.map(Reading.brief))")
  }

  @Test func `names and faults together are twenty at most`() {
    let text = String(repeating: "let = 1\n", count: 15) + (0..<15).map { "x\($0)\n" }.joined()
    let source = SourceText(name: "test.ae", text)
    let result = Parser.parse(source, vocabulary: TestVocabulary(), known: [])
    guard case .invalid(let faults) = result else {
      Issue.record("it is invalid")
      return
    }
    #expect(faults.count == 20)
  }

  @Test func `tells twenty faults at most`() {
    let text = String(repeating: "if x {\nlet = 1\n", count: 100)
    #expect(Reading.diagnostics(text).count == 20)
    #expect(Reading.diagnostics(String(repeating: "let = 1\n", count: 1_000)).count == 20)
  }

  @Test func `all diagnostics know their text`() {
    let text = "let = 1\ntrain lr=0 foo=2\nprint (1"
    let found = Reading.diagnostics(text)
    #expect(found.count == 4)
    #expect(found.allSatisfy { $0.source != nil && $0.range != nil })
  }
}
