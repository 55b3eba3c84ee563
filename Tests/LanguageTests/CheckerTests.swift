import Language
import Testing

@Suite struct CheckerTests {
  private func check(_ text: String, known: Set<Name> = [], warnings: Bool = false) -> [String] {
    let source = SourceText(name: "test.ae", text)
    let vocabulary = TestVocabulary()
    guard case .complete(let script) = Parser.parse(source, vocabulary: vocabulary) else {
      return ["cannot be parsed: \(Reading.dump(source))"]
    }
    return Checker.check(
      script,
      vocabulary: vocabulary,
      known: known,
      includingWarnings: warnings
    ).map { Reading.brief($0) }
  }

  @Test(arguments: [
    "let x = 1\nx = x + 1\nprint x, \"\\(x)\", [x], x[x:x], x.y, -x, 0..x, x < x",
    "print _, args[0], abs(1), test_x",
    "for i in 0..3 { print i }",
    "func f(a, b=c) { return a + b + g() + later }\nlet c = 1\nfunc g() { f(1) }\nlet later = 2",
    "func f() { f() }",
    "try { print 1 } catch e { print e.kind }",
    "if true { let y = 1; if y == 1 { y = 2 } }",
    "let x = 1\nif true { x = 2 }",
    "input name \"?\"\nprint name",
    "if true { input n }\nprint n",
    "source lib.ae\nhelper(x)\ny = 1",
    "func load() { source lib.ae }\nload()\nhelper(x)",
    "time source lib.ae\nhelper(1)",
    "let abs = 1\nprint abs",
    "func abs(a, b) { return a + b }\nprint abs(1, 2)",
    "print sum(1, axis=0), zeros(1, 2, 3), sum(x=1)",
    "inspect encoder.0.weight",
    "let n = 3\ntrain n lr=n",
    "time let x = 1\nprint x",
    "f?\n?g\n!ls",
    "let x = [1]\nx[0] = 2\nx[0] += 1",
    "let n = 1\ntrain -(n)",
  ])
  func `finds nothing in what can work`(text: String) {
    #expect(check(text) == [])
  }

  @Test(arguments: [
    ("print y", "1:7 name: unknown name 'y'"),
    ("print x\nlet x = 1", "1:7 name: unknown name 'x' ('x' is bound only later, on line 2)"),
    (
      "if true { let y = 1 }\nprint y",
      "2:7 name: unknown name 'y' ('y' is known only inside the block that binds it, on line 1)"
    ),
    (
      "for i in 0..3 { }\nprint i",
      "2:7 name: unknown name 'i' ('i' is known only inside the block that binds it, on line 1)"
    ),
    ("y = 1", "1:1 name: unknown variable 'y' (use 'let y = 1')"),
    ("y += 1", "1:1 name: unknown variable 'y' (use 'let y = …')"),
    ("y[0] = 1", "1:1 name: unknown variable 'y' (use 'let y = …')"),
    ("y = [1,\n2]", "1:1 name: unknown variable 'y' (use 'let y = …')"),
    (
      "abs = 1",
      """
      1:1 name: 'abs' is built in and cannot be assigned to (use 'let abs = …' to make a variable \
      of that name)
      """
    ),
    ("y = 1\nprint y", "1:1 name: unknown variable 'y' (use 'let y = 1')"),
    ("let count = 1\nprint conut", "2:7 name: unknown name 'conut' (did you mean 'count'?)"),
    ("print \"a \\(lenn(x2))\"", "1:12 name: unknown function 'lenn' (did you mean 'len'?)"),
    ("trian", "1:1 name: unknown name 'trian' (did you mean 'train'?)"),
    ("trian(5)", "1:1 name: unknown function 'trian' (did you mean 'train'?)"),
    ("plot recom", "1:6 name: unknown name 'recom' (did you mean 'recon'?)"),
    ("print train", "1:7 name: 'train' is a command, not a value"),
    ("f()\nfunc f() { }", "1:1 name: unknown function 'f' ('f' is bound only later, on line 2)"),
    ("func f() { return z }", "1:19 name: unknown name 'z'"),
    (
      "func f() { print a\nlet a = 1 }",
      "1:18 name: unknown name 'a' ('a' is bound only later, on line 2)"
    ),
    ("print abs()", "1:7 type: abs() takes 1 argument, found 0"),
    ("print abs(1, 2)", "1:7 type: abs() takes 1 argument, found 2"),
    ("print sum(1, 2, 3)", "1:7 type: sum() takes 1 or 2 arguments, found 3"),
    ("print zeros()", "1:7 type: zeros() takes at least 1 argument, found 0"),
    (
      "train abc",
      """
      1:7 type: train's epochs must be a whole number from 0 to 1000000, not 'abc' (there is no \
      variable 'abc')
      """
    ),
    (
      "train lr=abc",
      "1:10 type: train's lr must be a number above 0, not 'abc' (there is no variable 'abc')"
    ),
    ("batch 1 shuffle=yes", "1:17 type: batch's shuffle must be true or false, not 'yes'"),
    ("train lr=f(q9)", "1:10 name: unknown function 'f'"),
  ])
  func `F018 reports names that cannot exist, and calls that cannot work`(
    text: String,
    fault: String
  ) {
    #expect(check(text).first == fault)
  }

  @Test func `knows the session's variables`() {
    #expect(check("x = y", known: ["x", "y"]) == [])
    #expect(check("print abs(1, 2)", known: ["abs"]) == [])
  }

  @Test func `reports each unknown name once, by position`() {
    #expect(
      check("func f() { a }\nprint b, a\nprint a, b") == [
        "1:12 name: unknown name 'a'", "2:7 name: unknown name 'b'",
      ]
    )
  }

  @Test func `tells names apart by their bytes`() {
    #expect(check("let \u{E9} = 1\nprint e\u{301}").count == 1)
  }

  @Test func `reports at most twenty errors`() {
    let text = (0..<100).map { "print name\($0)" }.joined(separator: "\n")
    #expect(check(text).count == 20)
  }

  @Test(arguments: [
    ("func f() { return 1; print 2 }", "1:22 warning name: this is never reached"),
    ("while true { break\nprint 2\nprint 3 }", "2:1 warning name: this is never reached"),
    (
      "func f(a) {\nif a { return 1 } else { return 2 }\nprint 3 }",
      "3:1 warning name: this is never reached"
    ),
    ("func f() { let x = 1 }", "1:16 warning name: the variable 'x' is never used"),
    ("if true { let x = 1; x = 2 }", "1:15 warning name: the variable 'x' is never used"),
  ])
  func `warns of what is never reached or used`(text: String, warning: String) {
    #expect(check(text, warnings: true) == [warning])
    #expect(check(text) == [])
  }

  @Test(arguments: [
    "let x = 1",
    "func f(a) { return }",
    "func f() { let x = 1; return x }",
    "func f() { let x = 1; func g() { return x }; return g }",
    "func f() { let x = [1]; x[0] = 2 }",
    "func f() { let x = 0; x += 1 }",
    "func f() { let _unused = 0 }",
    "func f(a) { if a { return 1 }; print a }",
    "for i in 0..3 { }",
  ])
  func `warns of nothing else`(text: String) {
    #expect(check(text, warnings: true) == [])
  }
}
