import Language
import Testing

@Suite struct TerminalTextTests {
  @Test(arguments: [
    ("plain text", "plain text"),
    ("größe 漢字 😀", "größe 漢字 😀"),
    ("\u{1B}]0;x\u{7}", "\\x1b]0;x\\x07"),
    ("a\tb", "a\tb"),
    ("a\nb\rc", "a\\x0ab\\x0dc"),
    ("\u{0}\u{1F}\u{7F}\u{80}\u{9B}\u{9F}", "\\x00\\x1f\\x7f\\x80\\x9b\\x9f"),
    ("\u{202A}\u{202E}\u{2066}\u{2069}", "\\u{202a}\\u{202e}\\u{2066}\\u{2069}"),
    ("\u{200E}\u{200F}\u{61C}\u{2028}", "\\u{200e}\\u{200f}\\u{61c}\\u{2028}"),
    ("\r\n", "\\x0d\\x0a"),
  ])
  func `writes control characters as escapes`(text: String, escaped: String) {
    #expect(TerminalText.escaped(text) == escaped)
  }

  @Test func `keeps newlines where asked to`() {
    #expect(TerminalText.escaped("a\n\u{1B}", keepingNewlines: true) == "a\n\\x1b")
  }

  @Test(arguments: [("abc", 3), ("漢字", 4), ("e\u{301}", 1), ("😀", 2), ("ｆ", 2), ("ä", 1), ("한", 2)])
  func `knows how wide text is`(text: String, width: Int) {
    #expect(text.displayWidth == width)
  }
}
