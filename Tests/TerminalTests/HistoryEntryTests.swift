import Testing

@testable import Terminal

@Suite struct HistoryEntryTests {
  @Test(arguments: [
    "train 5", "for i in 0..3 {\n  print i\n}", #"print "a\n\\b""#, "\tx\n\n", "é 😀", #"\"#,
    #"\x1b"#,
  ])
  func `an entry is one line and comes back whole`(_ text: String) {
    let line = HistoryEntry.line(Array(text.utf8))
    #expect(!line.contains(10))
    #expect(HistoryEntry.entry(line) == Array(text.utf8))
  }

  @Test func `control bytes are escaped and stay so`() {
    let line = HistoryEntry.line([0x61, 0x1B, 0x07, 0x7F])
    #expect(String(decoding: line, as: UTF8.self) == #"a\x1b\x07\x7f"#)
    #expect(HistoryEntry.entry(line) == line)
  }

  @Test func `a file written by hand brings no control bytes`() {
    #expect(HistoryEntry.entry([0x61, 0x1B, 0x00, 0x62, 0x0D]) == [0x61, 0x62])
  }

  @Test func `bytes that are no text are kept`() {
    let entry: [UInt8] = [0xFF, 0xC3, 0x28, 0x80]
    #expect(HistoryEntry.entry(HistoryEntry.line(entry)) == entry)
  }
}
