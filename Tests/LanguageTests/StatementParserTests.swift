import Language
import Testing

@Suite struct StatementParserTests {
  @Test(arguments: [
    ("let x = 1", "(let x 1)"),
    ("x = 1", "(= x 1)"),
    ("x += 1; y -= 2; z *= 3; w /= 4", "(+= x 1); (-= y 2); (*= z 3); (/= w 4)"),
    ("x[0, 1:][2] = 1", "(= x[0 (1::)][2] 1)"),
    ("x; y", "x; y"),
    ("x;;\n\n;y", "x; y"),
    ("if a { b }", "(if a {b})"),
    ("if a { b } else { c }", "(if a {b} else {c})"),
    ("if a { b } else if c { d } else if e { f } else { g }", "(if a {b} c {d} e {f} else {g})"),
    ("if a {\n  b\n  c; d\n}\n", "(if a {b c; d})"),
    ("if a {}", "(if a {})"),
    ("for i in 0..3 { print i }", "(for i (.. 0 3) {<print i>})"),
    ("while x < 3 { x += 1 }", "(while (cmp x < 3) {(+= x 1)})"),
    ("while true { if a { break }; continue }", "(while true {(if a {(break)}); (continue)})"),
    ("func f() {}", "(func f () {})"),
    ("func f(a, b=1 + 2,\n c=[]) { return a }", "(func f (a b=(+ 1 2) c=[]) {(return a)})"),
    ("func f() { return }", "(func f () {(return)})"),
    ("func f() { return; }", "(func f () {(return);})"),
    ("try { f() } catch { g() }", "(try {(call f)}  {(call g)})"),
    ("try { f() } catch e { print e.kind }", "(try {(call f)} e {<print (. e kind)>})"),
    ("!ls -l; echo \"x\" # no comment }", "(!ls -l; echo \"x\" # no comment })"),
    ("  \t!ls", "(!ls)"),
    ("if a {\n  !ls }\n}", "(if a {(!ls })})"),
    ("?print", "(? print)"),
    ("print?", "(? print)"),
    ("x ?", "(? x)"),
    ("let?", "(? let)"),
    ("q", "q"),
    ("# only a comment", ""),
    ("x # behind\n# alone\ny", "x y"),
    ("let x = 1 + \\\n  2", "(let x (+ 1 2))"),
  ])
  func `reads statements`(text: String, tree: String) {
    #expect(Reading.dump(text) == tree)
  }

  @Test(arguments: [
    ("q", "<quit>"),
    ("x; q; y", "x; <quit>; y"),
    ("q + 1", "(+ q 1)"),
    ("q = 1", "(= q 1)"),
    ("if a { q }", "(if a {q})"),
  ])
  func `takes an alias as its command only as a whole statement of an entry`(
    text: String,
    tree: String
  ) {
    #expect(Reading.dump(text, mode: .entry) == tree)
  }

  @Test(arguments: ["", "\n\n", "   \t", "\u{FEFF}", "# a\n  # b", "\u{FEFF}\n#x\r\n", ";;\n;"])
  func `F001 an empty text is a script of no statements`(text: String) {
    #expect(Reading.dump(text) == "")
  }

  @Test(arguments: [
    "#!/usr/bin/env aerepl\nlet x = [1,\n2]\nif x {\n  y # z\n}\n",
    "\u{FEFF}#!/usr/bin/env aerepl\nlet x = [1,\n2]\nif x {\n  y # z\n}\n",
    "#!/usr/bin/env aerepl\r\nlet x = [1,\r\n2]\r\nif x {\r\n  y # z\r\n}\r\n",
    "#!/usr/bin/env aerepl\rlet x = [1,\r2]\rif x {\r  y # z\r}\r",
    "#!/usr/bin/env aerepl\nlet x = [1,\n2]  \nif x { \t\n  y # z\n} ",
  ])
  func `F002 line endings, a mark and a shebang change nothing`(text: String) throws {
    let source = SourceText(name: "test.ae", text)
    guard case .complete(let script) = Parser.parse(source, vocabulary: TestVocabulary()) else {
      Issue.record("\(Reading.diagnostics(source))")
      return
    }
    #expect(Dump.script(script) == "(let x [1 2]) (if x {y})")
    let places = script.statements.map { source.position(of: $0.range.lowerBound) }
    #expect(places.map(\.line) == [2, 4])
    #expect(places.map(\.column) == [1, 1])
  }

  @Test(arguments: [
    ("let = 7", "1:5 syntax: expected a name after 'let', found '='"),
    ("let x", "1:6 syntax: expected '=', found the end of the text"),
    ("let x == 1", "1:7 syntax: expected '=', found '=='"),
    ("let _ = 1", "1:5 syntax: '_' is the last value and cannot be bound"),
    (")", "1:1 syntax: unexpected ')'"),
    ("x )", "1:3 syntax: expected the end of the statement, found ')'"),
    ("}", "1:1 syntax: unexpected '}'"),
    (
      "{",
      """
      1:1 syntax: unexpected '{' (a block follows 'if', 'else', 'for', 'while', 'func', 'try' or \
      'catch')
      """
    ),
    ("1 +", "1:4 syntax: expected an expression, found the end of the text"),
    (
      "x \\  ",
      """
      1:3 syntax: unexpected '\\' (a line goes on after '\\' only if nothing follows it, not even a \
      blank)
      """
    ),
    ("break", "1:1 syntax: 'break' outside a loop"),
    ("continue", "1:1 syntax: 'continue' outside a loop"),
    ("while a { func f() { break } }", "1:22 syntax: 'break' outside a loop"),
    ("return 1", "1:1 syntax: 'return' outside a function"),
    ("if x = 1 { }", "1:6 syntax: expected '{', found '=' ('==' compares)"),
    ("if x", "1:5 syntax: expected '{', found the end of the text"),
    ("for 1 in x { }", "1:5 syntax: expected a name after 'for', found '1'"),
    ("for i of x { }", "1:7 syntax: expected 'in', found 'of'"),
    ("func f { }", "1:8 syntax: expected '(', found '{'"),
    ("func f(a, a) { }", "1:11 syntax: the parameter 'a' is there twice"),
    ("func f(a b) { }", "1:10 syntax: expected ',' or ')', found 'b'"),
    ("f(x) = 1", "1:1 syntax: only a variable or a part of it can be assigned ('==' compares)"),
    ("e.kind = 1", "1:1 syntax: only a variable or a part of it can be assigned ('==' compares)"),
    ("(x) += 1", "1:1 syntax: only a variable or a part of it can be assigned"),
    ("_ = 1", "1:1 syntax: only a variable or a part of it can be assigned ('==' compares)"),
    ("x = y = 1", "1:7 syntax: expected the end of the statement, found '='"),
    ("x; !ls", "1:4 syntax: unexpected '!' ('!' runs a program only at the beginning of a line)"),
    (
      "else { }",
      "1:1 syntax: unexpected 'else' ('else' follows its '}' on the same line)"
    ),
    (
      "if a {\n}\nelse {\n}",
      "3:1 syntax: unexpected 'else' ('else' follows its '}' on the same line)"
    ),
    (
      "try { }\nx",
      """
      1:8 syntax: expected 'catch', found the end of the line ('catch' follows the '}' of its \
      'try' on the same line)
      """
    ),
    ("? 1", "1:3 syntax: expected a name, found '1'"),
    ("a, b", "1:2 syntax: expected the end of the statement, found ','"),
  ])
  func `F016 refuses a statement at the token that is wrong`(text: String, fault: String) {
    #expect(Reading.dump(text) == fault)
  }

  @Test(arguments: [
    ("let print = 1", "1:5 name: 'print' is a command (use another name)"),
    ("let if = 1", "1:5 syntax: 'if' is a keyword (use another name)"),
    ("let nan = 1", "1:5 syntax: 'nan' is a keyword (use another name)"),
    ("func train() { }", "1:6 name: 'train' is a command (use another name)"),
    ("for plot in x { }", "1:5 name: 'plot' is a command (use another name)"),
    ("train = 1", "1:1 name: 'train' is a command (use another name)"),
    ("train += 1", "1:1 name: 'train' is a command (use another name)"),
    ("if x { print = 1 }", "1:8 name: 'print' is a command (use another name)"),
  ])
  func `F018 commands and keywords cannot be variables`(text: String, fault: String) {
    #expect(Reading.dump(text) == fault)
  }

  @Test(arguments: [
    ("trian 5", "1:1 name: unknown command 'trian' (did you mean 'train'?)"),
    ("x\ntrian 5\ny", "2:1 name: unknown command 'trian' (did you mean 'train'?)"),
    ("pritn \"a\"", "1:1 name: unknown command 'pritn' (did you mean 'print'?)"),
    ("whlie x {\n y\n}", "1:1 name: unknown command 'whlie' (did you mean 'while'?)"),
    ("xyzzy {\n}", "1:1 name: unknown command 'xyzzy'"),
    ("xyzzy true", "1:1 name: unknown command 'xyzzy'"),
    ("var x = 1", "1:1 name: unknown command 'var' ('let NAME = VALUE' makes a variable)"),
    (
      "def f(x) {\n}",
      "1:1 name: unknown command 'def' ('func NAME(…) { … }' declares a function)"
    ),
  ])
  func `F013 a name before something that cannot go on is an unknown command`(
    text: String,
    fault: String
  ) {
    #expect(Reading.dump(text) == fault)
  }

  @Test(arguments: ["foo -1", "foo [1]", "foo (1)", "foo and bar", "foo == 1", "foo"])
  func `a name before something that goes on is an expression`(text: String) {
    #expect(Reading.diagnostics(text).isEmpty)
  }

  @Test(arguments: [
    ("$(x)", "1:1 syntax: unexpected '$'"),
    ("`ls`", "1:1 syntax: unexpected '`'"),
    ("x | sh", "1:3 syntax: unexpected '|'"),
    ("print \"a\" ! ls", "1:11 syntax: expected ',' or the end of the statement, found '!'"),
    ("print x !ls", "1:9 syntax: expected ',' or the end of the statement, found '!'"),
    (
      "let y = \"a\"; ! ls",
      "1:14 syntax: unexpected '!' ('!' runs a program only at the beginning of a line)"
    ),
    ("time !ls", "1:6 syntax: unexpected '!' ('!' runs a program only at the beginning of a line)"),
  ])
  func `F024 nothing but a line that begins with a mark runs a program`(
    text: String,
    fault: String
  ) {
    #expect(Reading.dump(text) == fault)
  }

  @Test(arguments: [
    #"print "!ls""#, #"print "$(x) `ls` | sh; ls""#, "save $(x).png", "save `ls`.png",
    #"let s = "\("!ls")""#, #"save "!ls.png""#,
  ])
  func `F024 marks of a shell in strings and paths are plain text`(text: String) {
    guard
      case .complete(let script) = Parser.parse(
        SourceText(name: "test.ae", text),
        vocabulary: TestVocabulary()
      )
    else {
      Issue.record("\(Reading.dump(text))")
      return
    }
    let runs = script.statements.contains { statement in
      if case .shell = statement.kind { true } else { false }
    }
    #expect(!runs)
  }

  @Test func `statements know where they stand`() throws {
    let source = SourceText(
      name: "test.ae",
      "let x = 1 # c\nif x {\n  y\n}  \n!ls -l\ntrain 5 lr=1 ;"
    )
    guard case .complete(let script) = Parser.parse(source, vocabulary: TestVocabulary()) else {
      Issue.record("\(Reading.diagnostics(source))")
      return
    }
    #expect(
      script.statements.map { source.text($0.range) } == [
        "let x = 1", "if x {\n  y\n}", "!ls -l", "train 5 lr=1",
      ]
    )
  }
}
