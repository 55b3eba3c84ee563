import Language
import Testing

@Suite struct DiagnosticRendererTests {
  private func render(
    _ text: String,
    _ lower: Int,
    _ upper: Int,
    name: String = "demo.ae",
    message: String = "wrong",
    hint: String? = nil
  ) -> String {
    let source = SourceText(name: name, text)
    let range = SourceRange(lower, upper)
    let diagnostic = Diagnostic(.name, message, at: range, in: source, hint: hint)
    return DiagnosticRenderer().render(diagnostic, styled: false)
  }

  @Test func `writes place, message, line, mark and hint`() {
    let fault = Reading.diagnostics(SourceText(name: "demo.ae", "print 1\ntrian 5\n"))
    #expect(
      fault.map { DiagnosticRenderer().render($0, styled: false) } == [
        """
        demo.ae:2:1: error: unknown command 'trian'
          trian 5
          ^~~~~
        hint: did you mean 'train'?

        """
      ]
    )
  }

  @Test func `writes a diagnostic without a place in one line`() {
    var diagnostic = Diagnostic(.file, "no space left")
    #expect(DiagnosticRenderer().render(diagnostic, styled: false) == "error: no space left\n")
    diagnostic.severity = .warning
    #expect(DiagnosticRenderer().render(diagnostic, styled: false) == "warning: no space left\n")
  }

  @Test func `colours only what is asked to be coloured`() {
    let source = SourceText(name: "a.ae", "  x + y")
    let range = SourceRange(2, 3)
    let diagnostic = Diagnostic(.name, "unknown", at: range, in: source, hint: "none")
    #expect(
      DiagnosticRenderer().render(diagnostic, styled: true)
        == "\u{1B}[1ma.ae:1:3:\u{1B}[0m \u{1B}[1;31merror:\u{1B}[0m \u{1B}[1munknown\u{1B}[0m\n"
        + "    x + y\n    \u{1B}[1;32m^\u{1B}[0m\n\u{1B}[1;36mhint:\u{1B}[0m none\n"
    )
    #expect(!DiagnosticRenderer().render(diagnostic, styled: false).contains("\u{1B}"))
  }

  @Test(arguments: [
    ("abc def", 4, 7, "  abc def\n      ^~~"),
    ("\tabc", 1, 4, "  \tabc\n  \t^~~"),
    ("\ta\tbc d", 3, 5, "  \ta\tbc d\n  \t \t^~"),
    ("漢字 x", 7, 8, "  漢字 x\n       ^"),
    ("漢字 x", 0, 6, "  漢字 x\n  ^~~~"),
    ("e\u{301}a x", 5, 6, "  e\u{301}a x\n     ^"),
    ("😀 x", 5, 6, "  😀 x\n     ^"),
    ("ab", 2, 2, "  ab\n    ^"),
    ("ab\ncd", 1, 5, "  ab\n   ^"),
    ("ab\r\ncd", 4, 6, "  cd\n  ^~"),
    ("a\u{1B}[2J b", 6, 7, "  a\\x1b[2J b\n           ^"),
    ("a\u{202E}b", 4, 5, "  a\\u{202e}b\n           ^"),
    ("a\u{9B}b", 3, 4, "  a\\x9bb\n       ^"),
    ("", 0, 0, "  \n  ^"),
  ])
  func `F107 the mark stands under the right column`(
    text: String,
    lower: Int,
    upper: Int,
    excerpt: String
  ) {
    let lines = render(text, lower, upper).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.dropFirst().prefix(2).joined(separator: "\n") == excerpt)
  }

  @Test(arguments: [0, 10, 49_999, 50_000, 99_990])
  func `F107 a long line is shown in part, the mark still under its place`(place: Int) throws {
    let text = String(repeating: "a", count: place) + "XY"
    let line = text + String(repeating: "b", count: 100_000 - place - 2)
    let lines = render(line, place, place + 2).split(separator: "\n")
    #expect(lines[0] == "demo.ae:1:\(place + 1): error: wrong")
    #expect(lines[1].utf8.count < 140)
    let shown = Array(lines[1])
    let start = try #require(shown.firstIndex(of: "X"))
    #expect(lines[2] == String(repeating: " ", count: start) + "^~")
    #expect(lines[1].hasSuffix("...") == (place < 99_000))
  }

  @Test func `F107 a message is cut to 400 bytes between characters`() {
    let ascii = render("x", 0, 1, message: "'\(String(repeating: "n", count: 1 << 20))'")
    let message = String(repeating: "n", count: 396)
    #expect(ascii.split(separator: "\n")[0] == "demo.ae:1:1: error: '\(message)...")
    let family = "👨‍👩‍👧"
    let emoji = render("x", 0, 1, message: String(repeating: family, count: 100))
    let whole = String(repeating: family, count: 397 / family.utf8.count)
    #expect(emoji.split(separator: "\n")[0] == "demo.ae:1:1: error: \(whole)...")
    let marks = render("x", 0, 1, message: "e" + String(repeating: "\u{301}", count: 1 << 19))
    #expect(marks.split(separator: "\n")[0].utf8.count == "demo.ae:1:1: error: ".utf8.count + 400)
  }

  @Test func `escapes control characters wherever text comes from outside`() {
    let text = render("x", 0, 1, name: "a\u{1B}b.ae", message: "no\n'\u{202E}'", hint: "\u{7}")
    #expect(text == "a\\x1bb.ae:1:1: error: no\\x0a'\\u{202e}'\n  x\n  ^\nhint: \\x07\n")
  }

  @Test func `shows bytes that are no UTF-8`() {
    let source = SourceText(name: "a.ae", bytes: [0x61, 0xFF, 0x62])
    let fault = Reading.diagnostics(source)
    #expect(
      fault.map { DiagnosticRenderer().render($0, styled: false) } == [
        "a.ae:1:2: error: the text is not valid UTF-8: byte 0xff\n  a\\xffb\n   ^~~~\n"
      ]
    )
  }

  @Test(arguments: [(1, 1, false), (6, 6, false), (7, 6, true), (1_000, 6, true)])
  func `shows a few callers`(count: Int, lines: Int, isCut: Bool) {
    let source = SourceText(name: "main.ae", "f()")
    var diagnostic = Diagnostic(.limit, "recursion too deep", at: SourceRange(0, 1), in: source)
    diagnostic.notes = (0..<count).map { _ in .init("in 'f'", in: source, at: SourceRange(0, 3)) }
    let text = DiagnosticRenderer().render(diagnostic, styled: false)
    let notes = text.split(separator: "\n").filter { $0.hasPrefix("note: ") }
    #expect(notes.count == lines)
    #expect(notes[0] == "note: main.ae:1:1: in 'f'")
    #expect((notes.last == "note: ... \(count - 5) more") == isCut)
  }
}
