import Language
import Testing

@Suite struct ScriptFormatterTests {
  private func format(_ bytes: [UInt8]) -> [UInt8]? {
    let source = SourceText(name: "test.ae", bytes: bytes)
    guard
      case .formatted(let text) = ScriptFormatter.format(source, vocabulary: TestVocabulary())
    else { return nil }
    return text
  }

  private func format(_ text: String) -> String? {
    format(Array(text.utf8)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Lines with N for a name of 18 letters and X for a string of 120, and how they are broken.
  private static let longLines: [(text: String, expected: String)] = [
    // Behind the commas of a list.
    ("let x = [N,N,N,N,N,N]", "let x = [N, N, N, N,\n  N, N]\n"),
    // Between the lists of a list.
    ("x[[N,N,N],[N,N,N]]", "x[[N, N, N],\n  [N, N, N]]\n"),
    // Behind operators, inside parentheses only.
    ("let x = N+(N+N+N+N+N)", "let x = N + (N + N + N +\n  N + N)\n"),
    ("print N,N,N,N,N,N", "print N, N, N, N, N, N\n"),
    ("if x { print(N,N,N,N,N,N) # c\n}", "if x {\n  print(N, N, N, N,\n    N, N)  # c\n}\n"),
    // What has no room on any line begins one.
    ("f(1, \"X\")", "f(1,\n  \"X\")\n"),
    ("f(N, N, N, N, 1, 20, 1234567890)", "f(N, N, N, N, 1, 20, 1234567890)\n"),
    ("f(N, N, N, N, 1, 20, 12345678901)", "f(N, N, N, N, 1, 20,\n  12345678901)\n"),
  ]

  @Test(arguments: longLines.indices)
  func `breaks lines of more than 100 columns inside brackets`(index: Int) {
    func expanded(_ text: String) -> String {
      text.reduce(into: "") { result, character in
        switch character {
        case "N": result += "a_rather_long_name"
        case "X": result += String(repeating: "é", count: 120)
        default: result.append(character)
        }
      }
    }
    let (text, expected) = Self.longLines[index]
    let formatted = format(expanded(text))
    #expect(formatted == expanded(expected))
    #expect(formatted.flatMap { format($0) } == formatted)
  }

  @Test(arguments: [
    ("", ""),
    ("\n \n", ""),
    ("let   x=1", "let x = 1\n"),
    ("let x = 1;let y = 2 ;; print x", "let x = 1\nlet y = 2\nprint x\n"),
    ("x;\n1 ; 2", "x;\n1;\n2\n"),
    ("x=-1+ - y*-2", "x = -1 + -y * -2\n"),
    ("2 ^ - 1 ^x", "2^-1^x\n"),
    ("not(x)and(y or not z)", "not (x) and (y or not z)\n"),
    ("1<2<=x!=y", "1 < 2 <= x != y\n"),
    ("f ( 1,axis = 0 ) [ 0 ].a", "f(1, axis=0)[0].a\n"),
    ("x[1 :2,: ,: : 2,i+1:j,i*2 :]", "x[1:2, :, ::2, i + 1 : j, i * 2 :]\n"),
    ("0 .. n", "0..n\n"),
    ("0..n-1", "0 .. n - 1\n"),
    ("0 .. .5", "0.. .5\n"),
    ("print x+1 ,-y", "print x + 1, -y\n"),
    ("print(x)", "print(x)\n"),
    ("print (x)", "print (x)\n"),
    ("print(x)+1", "print (x) + 1\n"),
    ("print x -1", "print x - 1\n"),
    ("train -0  lr=( 1/1000 )", "train -0 lr=(1 / 1000)\n"),
    ("train( 5,lr=.1 )", "train(5, lr=.1)\n"),
    ("model 3 (x) int(\"2\")", "model 3 (x) int(\"2\")\n"),
    ("dataset   mnist dir=/a//b#c   limit=5", "dataset mnist dir=/a//b#c limit=5\n"),
    ("save a(b.npy  x [0]", "save a(b.npy x[0]\n"),
    ("inspect encoder.0.weight", "inspect encoder.0.weight\n"),
    ("plot x,y title=T", "plot x, y title=T\n"),
    ("time   print 1;", "time print 1;\n"),
    ("? x\ny  ?", "?x\ny?\n"),
    ("  !ls  -l | wc", "!ls  -l | wc\n"),
    ("print \"a  \\( f( 1 ) )\" , 'b  '", "print \"a  \\( f( 1 ) )\", 'b  '\n"),
    ("let s = \"\"\"\n  a  \n b\"\"\"", "let s = \"\"\"\n  a  \n b\"\"\"\n"),
  ])
  func `sets blanks within a line`(text: String, expected: String) {
    #expect(format(text) == expected)
  }

  @Test(arguments: [
    (
      "if x{print 1}else if y{}else{print 2}",
      "if x {\n  print 1\n} else if y {} else {\n  print 2\n}\n"
    ),
    ("func f (a,b = [1,2]){return (a)}", "func f(a, b=[1, 2]) {\n  return (a)\n}\n"),
    (
      "try{print \"x\"}catch e{ for i in x { while y {break} } }",
      "try {\n  print \"x\"\n} catch e {\n  for i in x {\n    while y {\n      break\n    }\n  }\n}\n"
    ),
    ("if x {\n\n  1\n\n\n\n  2\n\n}\n\n\n3", "if x {\n  1\n\n  2\n}\n\n3\n"),
    ("let x = [1,\n2,\n  [3\n,4] ]", "let x = [1,\n  2,\n  [3,\n    4]]\n"),
    ("f(\n1\n)", "f(\n  1\n)\n"),
    ("let x = 1 \\\n+ 2", "let x = 1 \\\n    + 2\n"),
    ("train 5 \\\n  lr=1", "train 5 \\\n    lr=1\n"),
    ("\u{FEFF}#!/usr/bin/aerepl\r\nprint 1\r\rprint 2", "#!/usr/bin/aerepl\nprint 1\n\nprint 2\n"),
    ("save x\\ \nprint 1", "save x\\ \nprint 1\n"),
  ])
  func `sets one statement a line, indented by its blocks`(text: String, expected: String) {
    #expect(format(text) == expected)
  }

  @Test(arguments: [
    ("# a  \n\n\n#b\nprint 1   # c", "# a\n\n#b\nprint 1  # c\n"),
    (
      "if x { # a\n# b\n  1 # c\n\n # d\n} # e\n# f",
      """
      if x {  # a
        # b
        1  # c

        # d
      }  # e
      # f

      """
    ),
    ("if x {\n# a\n}", "if x {\n  # a\n}\n"),
    ("let x = [ # a\n1, # b\n # c\n2 # d\n]", "let x = [  # a\n  1,  # b\n  # c\n  2  # d\n]\n"),
    ("f(a # b\n, c)", "f(a  # b\n  , c)\n"),
    ("let x = 1 \\\n # a\nprint x", "let x = 1  # a\nprint x\n"),
    ("1; # a\n; # b\n2", "1;  # a\n# b\n2\n"),
  ])
  func `keeps comments where they belong`(text: String, expected: String) {
    #expect(format(text) == expected)
  }

  @Test(arguments: [
    "print (", "trian 5", "let x = ", "x = \u{0}", "\"abc", "if x {", "train epoch=1",
  ])
  func `refuses what cannot be read`(text: String) {
    let source = SourceText(name: "test.ae", text)
    guard case .refused(let found) = ScriptFormatter.format(source, vocabulary: TestVocabulary())
    else {
      Issue.record("formatted")
      return
    }
    #expect(found.contains { $0.severity == .error && $0.kind != .internal })
  }

  @Test(arguments: Array(1...40) as [UInt64])
  func `generated scripts keep their trees, and formatting again changes nothing`(seed: UInt64) {
    var writer = ScriptWriter(seed: seed)
    for _ in 0..<10 { expectFaithful(Array(writer.script().utf8), seed, mustRead: true) }
  }

  @Test(arguments: Array(1...40) as [UInt64])
  func `damaged scripts are refused, or keep their trees`(seed: UInt64) {
    var writer = ScriptWriter(seed: seed)
    for _ in 0..<50 {
      expectFaithful(writer.damaged(Array(writer.script().utf8)), seed, mustRead: false)
    }
  }

  private func expectFaithful(_ bytes: [UInt8], _ seed: UInt64, mustRead: Bool) {
    let source = SourceText(name: "test.ae", bytes: bytes)
    switch ScriptFormatter.format(source, vocabulary: TestVocabulary()) {
    case .refused(let diagnostics):
      let shown = diagnostics.map { Reading.brief($0) }
      #expect(!mustRead, "seed \(seed): \(shown)")
      #expect(
        !diagnostics.contains { $0.kind == .internal },
        "seed \(seed): \(source.text(SourceRange(0, bytes.count)))"
      )
    case .formatted(let text):
      let shown = source.text(SourceRange(0, bytes.count))
      #expect(tree(text) == tree(bytes), "seed \(seed): \(shown)")
      #expect(format(text) == text, "seed \(seed): \(shown)")
    }
  }

  /// Returns the tree of a script, without the marks of a `;` that silences nothing.
  private func tree(_ bytes: [UInt8]) -> String {
    let source = SourceText(name: "test.ae", bytes: bytes)
    guard case .complete(let script) = Parser.parse(source, vocabulary: TestVocabulary()) else {
      return "no script"
    }
    return Dump.statements(script.statements.map(Self.withIdleMarksRemoved))
  }

  private static func withIdleMarksRemoved(_ statement: Statement) -> Statement {
    let isExpression = if case .expression = statement.kind { true } else { false }
    return Statement(
      withIdleMarksRemoved(statement.kind),
      at: statement.range,
      isSilenced: statement.isSilenced && isExpression
    )
  }

  private static func withIdleMarksRemoved(_ kind: Statement.Kind) -> Statement.Kind {
    func clean(_ block: [Statement]) -> [Statement] { block.map(withIdleMarksRemoved) }
    return switch kind {
    case .conditional(let branches, let otherwise):
      .conditional(
        branches.map { Branch(condition: $0.condition, body: clean($0.body)) },
        otherwise: otherwise.map(clean)
      )
    case .iteration(let name, let values, let body): .iteration(name, values, clean(body))
    case .loop(let condition, let body): .loop(condition, clean(body))
    case .function(let declaration):
      .function(
        FunctionDeclaration(
          identifier: declaration.identifier,
          parameters: declaration.parameters,
          body: clean(declaration.body),
          source: declaration.source
        )
      )
    case .attempt(let body, let name, let handler):
      .attempt(clean(body), name, handler: clean(handler))
    default: kind
    }
  }

  @Test func `the time grows with the text, not with its square`() {
    func time(lines: Int) -> Duration {
      let text = String(repeating: "let x = f(1,[2,3])[0:1] # c\nif x{print x}\n", count: lines)
      return ContinuousClock().measure { #expect(format(Array(text.utf8)) != nil) }
    }
    let (short, long) = (time(lines: 500), time(lines: 8000))
    #expect(long < short * 80)
  }
}
