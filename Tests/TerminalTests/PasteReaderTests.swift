import Testing

@testable import Terminal

@Suite struct PasteReaderTests {
  /// Reads a paste that comes in blocks; nil stands for a signal.
  private func read(_ blocks: [String?], limit: Int = 100) -> (text: String, rest: String)? {
    var coming = blocks.map { $0.map { Array($0.utf8) } }[...]
    let reader = PasteReader(limit: limit) { _ in coming.popFirst() ?? nil }
    return reader.read().map {
      (String(decoding: $0.text, as: UTF8.self), String(decoding: $0.rest, as: UTF8.self))
    }
  }

  @Test(arguments: [
    ["a\nb\u{1B}[201~\r"], ["a\nb\u{1B}", "[201~", "\r"], ["a", "\n", "b\u{1B}[20", "1~\r"],
  ])
  func `a paste ends at its bracket however it is cut`(_ blocks: [String]) {
    let paste = read(blocks)
    #expect(paste?.text == "a\nb")
    #expect(paste?.rest == "\r")
  }

  @Test func `F098 a bracket within the text is part of it`() {
    let paste = read(["a\u{1B}[201~\revil\r\u{1B}[201~x"])
    #expect(paste?.text == "a\u{1B}[201~\revil\r")
    #expect(paste?.rest == "x")
  }

  @Test func `a second paste in the same burst stays a paste`() {
    let paste = read(["a\u{1B}[201~\r\u{1B}[200~b\u{1B}[201~"])
    #expect(paste?.text == "a")
    #expect(paste?.rest == "\r\u{1B}[200~b\u{1B}[201~")
  }

  @Test func `F098 what is too long is cut, and swallowed to its end`() {
    let blocks = (0..<1000).map { _ in String(repeating: "x", count: 99) } + ["\u{1B}[201~\r"]
    let paste = read(blocks)
    #expect(paste?.text == String(repeating: "x", count: 101))
    #expect(paste?.rest == "\r")
  }

  @Test func `a paste that was given up leaves nothing that counts as typed`() {
    #expect(read(["print 1\r", nil, "print 2\r\u{1B}[201~"]) == nil)
  }
}
