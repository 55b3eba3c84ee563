import Language
import Testing

@Suite struct LinterTests {
  private func lint(_ text: String) -> [String] {
    let source = SourceText(name: "test.ae", text)
    guard case .complete(let script) = Parser.parse(source, vocabulary: TestVocabulary()) else {
      return ["no script"]
    }
    return Linter.lint(script, vocabulary: TestVocabulary()).map { Reading.brief($0) }
  }

  @Test(arguments: [
    ("let x = 1\nprint 2", ["1:5 warning name: the variable 'x' is never used"]),
    ("let x = 1\nx = 2\nprint 2", ["1:5 warning name: the variable 'x' is never used"]),
    ("let x = 1\nlet x = 2\nprint 2", ["1:5 warning name: the variable 'x' is never used"]),
    ("let x = 1\nx += 2\nprint 2", []),
    ("let x = 1\nprint \"\\(x)\"", []),
    ("let x = 1\nfunc f() { return x }\nf()", []),
    ("let x = 1\ntrain epochs=x", []),
    ("let _x = 1\nprint 2", []),
    ("let x = 1\nlet y = 2\nfunc f() { }", []),
    ("let x = 1\nsource other.ae", []),
  ])
  func `warns of variables that nothing reads`(text: String, expected: [String]) {
    #expect(lint(text) == expected)
  }

  @Test(arguments: [
    ("func f(a, b=1) { }\nf()", ["2:1 type: f takes 1 or 2 arguments, found 0"]),
    ("func f(a, b=1) { }\nf(1, 2, 3)", ["2:1 type: f takes 1 or 2 arguments, found 3"]),
    ("func f(a) { }\nf(1, c=2)", ["2:1 type: f has no parameter 'c'"]),
    ("f()\nfunc f(a) { }", ["1:1 type: f takes 1 argument, found 0"]),
    ("func f(a, b=1) { }\nf(1)\nf(1, b=2)\nf(a=1)", []),
    ("func f(a) { }\nfunc f() { }\nf()", []),
    ("func f(a) { }\nfunc g(f) { f() }\ng(f)", []),
    ("func f(a) { }\nif true { f = g }\nf()\nlet g = f\ng()", []),
    ("func f(a) { }\ntry { f() } catch { print 1 }", []),
  ])
  func `finds calls of the script's functions that cannot work`(text: String, expected: [String]) {
    #expect(lint(text) == expected)
  }
}
