import Testing

@Suite struct CodeRuleTests {
  @Test(arguments: CodeRule.all)
  func `the sources keep the rule`(rule: CodeRule) {
    let files = SourceTree.sources.filter(\.isSwift)
    #expect(files.count > 20)
    #expect(files.flatMap { rule.findings(in: $0) } == [])
  }

  @Test(arguments: CodeRule.all)
  func `the rule finds its sample, and not in words`(rule: CodeRule) {
    let path = "Sources/Language/Sample.swift"
    let text = "import Swift\n\(rule.sample)\n"
    #expect(
      rule.findings(in: SourceFile(path: path, text: text)).map { $0.prefix(32) } == ["\(path):2:"]
    )
    let words = "// \(rule.sample)\nlet `try! as!` = #\"\(rule.sample)\"#\n"
    #expect(rule.findings(in: SourceFile(path: path, text: words)) == [])
  }

  @Test(arguments: [
    ("a // b\nc", ["a     ", "c"]), ("a /* b /* c */ d\n */ e", ["a               ", "    e"]),
    (#"a("b\"c") + d"#, ["a(      ) + d"]), ("\"\\(f(\")\"))\" + g", ["            + g"]),
    ("\"\"\"\n \" b\n\"\"\" c", ["   ", "    ", "    c"]), (##"#"a\"# b"##, ["       b"]),
    ("`a b` c", ["      c"]), ("\"a", ["  "]), ("/* a", ["    "]), ("", [""]),
  ])
  func `what is not code is blanked`(text: String, code: [String]) {
    #expect(CodeScanner.codeLines(of: text).map(String.init) == code)
  }
}
