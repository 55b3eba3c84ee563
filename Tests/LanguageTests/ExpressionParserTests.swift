import Language
import Testing

@Suite struct ExpressionParserTests {
  @Test(arguments: [
    ("1 + 2 * 3", "(+ 1 (* 2 3))"),
    ("(1 + 2) * 3", "(* (+ 1 2) 3)"),
    ("1 - 2 - 3", "(- (- 1 2) 3)"),
    ("8 / 4 // 2 % 3 @ x", "(@ (% (// (/ 8 4) 2) 3) x)"),
    ("-2^2", "(- (^ 2 2))"),
    ("2^-1", "(^ 2 (- 1))"),
    ("2^3^2", "(^ 2 (^ 3 2))"),
    ("2^-3^2", "(^ 2 (- (^ 3 2)))"),
    ("- -x", "(- (- x))"),
    ("-x.y[0]^2", "(- (^ (at (. x y) 0) 2))"),
    ("a - -b", "(- a (- b))"),
    ("a or b and not c", "(or a (and b (not c)))"),
    ("not a == b", "(not (cmp a == b))"),
    ("not not a", "(not (not a))"),
    ("not a or b", "(or (not a) b)"),
    ("a and b or c and d", "(or (and a b) (and c d))"),
    ("1 < x <= 3 != y", "(cmp 1 < x <= 3 != y)"),
    ("a == b and c > d", "(and (cmp a == b) (cmp c > d))"),
    ("0..n + 1", "(.. 0 (+ n 1))"),
    ("1..3 == r", "(cmp (.. 1 3) == r)"),
    ("-1..3", "(.. (- 1) 3)"),
    ("1...5", "(.. 1 0.5)"),
    ("a.b.c", "(. (. a b) c)"),
    ("e.in", "(. e in)"),
    ("f()", "(call f)"),
    ("f(1, axis=0)", "(call f 1 axis=0)"),
    ("f (x) [0]", "(at (call f x) 0)"),
    ("f(x)(y)", "(call (call f x) y)"),
    ("f(a == b)", "(call f (cmp a == b))"),
    ("x[1]", "(at x 1)"),
    ("x[1:2, ::3, :, -1]", "(at x (1:2:) (::3) (::) (- 1))"),
    ("x[a:b:c]", "(at x (a:b:c))"),
    ("[]", "[]"),
    ("[1, [2, 3], x]", "[1 [2 3] x]"),
    ("[1,\n 2,\n\n # a comment\n 3]", "[1 2 3]"),
    ("(1 +\n 2)", "(+ 1 2)"),
    ("1 + \\\n 2", "(+ 1 2)"),
    ("true", "true"),
    ("nil", "nil"),
    ("inf", "inf"),
    ("-nan", "(- nan)"),
    ("_ + 1", "(+ _ 1)"),
    ("größe + Δx", "(+ größe Δx)"),
    ("((((1))))", "1"),
  ])
  func `binds operators as tightly as they should`(text: String, tree: String) {
    #expect(Reading.dump(text) == tree)
  }

  @Test(arguments: [
    ("12", "12"),
    ("1_000_000", "1000000"),
    ("007", "7"),
    ("0.5", "0.5"),
    (".5", "0.5"),
    ("1e3", "1000.0"),
    ("1E-3", "0.001"),
    ("1.5e+2", "150.0"),
    ("1_0.2_5", "10.25"),
    ("1e-999", "0.0"),
    ("9223372036854775807", "9223372036854775807"),
    ("-9223372036854775808", "-9223372036854775808"),
    ("1..3", "(.. 1 3)"),
    ("1 .. 3", "(.. 1 3)"),
    ("1.5..2.5", "(.. 1.5 2.5)"),
  ])
  func `reads numbers`(text: String, tree: String) {
    #expect(Reading.dump(text) == tree)
  }

  @Test(arguments: [
    ("1__0", "1:1 value: '1__0' is not a number"),
    ("x + 1_", "1:5 value: '1_' is not a number"),
    ("0x", "1:1 value: '0x' is not a number"),
    ("0x1F", "1:1 value: '0x1F' is not a number"),
    ("1e", "1:1 value: '1e' is not a number"),
    ("12abc", "1:1 value: '12abc' is not a number"),
    ("1.5.2", "1:1 value: '1.5.2' is not a number"),
    ("1e999", "1:1 value: the number 1e999 is too large for a float"),
    (
      "9223372036854775808",
      "1:1 value: the number 9223372036854775808 is too large for a 64-bit integer"
    ),
    (
      "-9223372036854775808^2",
      "1:2 value: the number 9223372036854775808 is too large for a 64-bit integer"
    ),
    (
      "let x = ٣",
      "1:9 value: '٣' is not a number (numbers are written with the digits 0 to 9)"
    ),
    (
      "let x = １２",
      "1:9 value: '１' is not a number (numbers are written with the digits 0 to 9)"
    ),
  ])
  func `F112 refuses what only looks like a number`(text: String, fault: String) {
    #expect(Reading.dump(text) == fault)
  }

  @Test(arguments: [
    (#""""#, #""""#),
    (#""a\n\t\"\\b""#, "\"a\n\t\"\\b\""),
    (#""\u{41}\u{1F600}""#, "\"A😀\""),
    (#"'raw \n \(x)'"#, #""raw \n \(x)""#),
    (#""a \(x + 1) b""#, #"`a \(+ x 1) b`"#),
    (#""\(x)\(y)""#, #"`\x\y`"#),
    (#""\("in \("deep")")""#, #"`\`in \"deep"``"#),
    (#""\(f(")", [1]))""#, #"`\(call f ")" [1])`"#),
    ("\"\\(\n x\n)\"", #"`\x`"#),
    ("\"\"\"\na\n  b\"\"\"", "\"a\n  b\""),
    ("\"\"\"a\\\nb \\(x) \"q\" \"\"\"", #"`ab \x "q" `"#),
    ("\"\"\"\r\na\r\nb\rc\"\"\"", "\"a\nb\nc\""),
    ("\"\"\"\"\"\"", #""""#),
    (#""a # b; c""#, #""a # b; c""#),
    (#""abc"[0]"#, #"(at "abc" 0)"#),
  ])
  func `reads strings`(text: String, tree: String) {
    #expect(Reading.dump(text) == tree)
  }

  @Test func `gives interpolated expressions their place in the text`() throws {
    let source = SourceText(name: "test.ae", #"print "ab \(x + 1)""#)
    guard case .complete(let script) = Parser.parse(source, vocabulary: TestVocabulary()),
      case .command(let call) = try #require(script.statements.first).kind,
      case .expression(let value) = try #require(call.values.first),
      case .template(let parts) = value.kind, parts.count == 2,
      case .value(let inner) = parts[1]
    else {
      Issue.record("not an interpolated string")
      return
    }
    #expect(source.text(inner.range) == "x + 1")
    #expect(source.text(value.range) == #""ab \(x + 1)""#)
  }

  @Test(arguments: [
    ("1 +", "1:4 syntax: expected an expression, found the end of the line"),
    ("*a", "1:1 syntax: expected an expression, found '*'"),
    ("1 + )", "1:5 syntax: expected an expression, found ')'"),
    ("f(1 2)", "1:5 syntax: expected ',' or ')', found '2'"),
    ("f(a=1, 2)", "1:8 syntax: an argument without a name cannot follow one with a name"),
    ("f(a=1, a=2)", "1:8 syntax: the argument 'a' is given twice"),
    ("[1, 2,]", "1:7 syntax: expected an expression, found ']'"),
    ("x[]", "1:3 syntax: expected an expression, found ']'"),
    ("x.", "1:3 syntax: expected a name after '.', found the end of the line"),
    ("a..b..c", "1:5 syntax: a range has two ends only"),
    ("a == not b", "1:6 syntax: 'not' needs parentheses here (write '(not …)')"),
    ("2 ** 3", "1:4 syntax: expected an expression, found '*' (a power is written with '^')"),
    ("a && b", "1:3 syntax: unexpected '&&' (write 'and')"),
    ("let x = a || b", "1:11 syntax: unexpected '||' (write 'or')"),
    ("let x = !a", "1:9 syntax: expected an expression, found '!' (write 'not')"),
    ("let x = $y", "1:9 syntax: unexpected '$'"),
    ("let x = \u{1}", "1:9 syntax: unexpected character U+0001"),
    ("let x = “a”", "1:9 syntax: unexpected '“' (strings have straight quotes)"),
    (
      "encoder.0.weight",
      "1:8 syntax: unexpected '.0' (a parameter is 'param(\"encoder.0.weight\")')"
    ),
    (
      "x#y",
      "1:2 syntax: unexpected '#' (a comment begins with '#' at a line's start or after a blank)"
    ),
  ])
  func `refuses what is no expression`(text: String, fault: String) {
    #expect(Reading.dump(text + "\n") == fault)
  }

  @Test(arguments: [
    (#"print "\q""#, #"1:8 syntax: unknown escape '\q'"#),
    (#"print "\u{D800}""#, #"1:8 syntax: '\u{D800}' is no code point"#),
    (#"print "ok \u{110000}""#, #"1:11 syntax: '\u{110000}' is no code point"#),
    (#"print "\u{}""#, #"1:8 syntax: '\u{}' is no code point"#),
    (#"print "\u41""#, #"1:8 syntax: '\u' needs a code point in braces"#),
    (#"print "\u{41""#, #"1:8 syntax: '\u{' is not closed by '}'"#),
  ])
  func `F016 points at an escape that means nothing`(text: String, fault: String) {
    #expect(Reading.dump(text) == fault + " ('…' takes every character as it is)")
  }
}
