import Shell
import Testing

@testable import Terminal

@Suite struct CompletionRequestTests {
  private func words(
    _ line: String,
    start: Int,
    from: Int,
    _ candidates: [Completion.Candidate],
    before: String = ""
  ) -> (words: [String], suffix: UInt8?) {
    let request = CompletionRequest(
      before: Array(before.utf8),
      line: Array(line.utf8),
      point: line.utf8.count,
      start: start
    )
    let completion = Completion(start: from, end: request.offset, candidates: candidates)
    let matches = request.matches(in: completion)
    return (matches.words.map { String(decoding: $0, as: UTF8.self) }, matches.suffix)
  }

  @Test func `a single command is followed by a blank`() {
    let found = words("tr", start: 0, from: 0, [.init("train", kind: .command)])
    #expect(found.words == ["train"])
    #expect(found.suffix == 32)
  }

  @Test func `an option goes on at its value`() {
    let found = words("train l", start: 6, from: 6, [.init("lr=", kind: .option)])
    #expect(found.words == ["lr="])
    #expect(found.suffix == nil)
  }

  @Test func `several candidates share their beginning`() {
    let found = words(
      "e",
      start: 0,
      from: 0,
      [.init("encode", kind: .function), .init("encoder", kind: .variable)]
    )
    #expect(found.words == ["encode", "encode", "encoder"])
  }

  @Test func `a beginning never ends inside a character`() {
    let found = words(
      "x",
      start: 0,
      from: 0,
      [.init("xé", kind: .variable), .init("xè", kind: .variable)]
    )
    #expect(found.words == ["x", "xé", "xè"])
  }

  @Test func `offsets are code points of the whole entry`() {
    // Before the word stand two characters of several bytes and a line of its own.
    let found = words("é😀 en", start: 7, from: 6, [.init("encode", kind: .function)], before: "{a")
    #expect(found.words == ["encode"])
  }

  @Test func `readline's word may begin before or behind the session's`() {
    let path = Completion.Candidate("data/mnist/", kind: .path)
    #expect(words("load data/m", start: 10, from: 5, [path]).words == ["mnist/"])
    #expect(words("load a.da", start: 5, from: 7, [path]).words == ["a.data/mnist/"])
    #expect(words("load other/m", start: 11, from: 5, [path]).words.isEmpty)
  }

  @Test func `F100 names with control characters are not offered, long lists are cut`() {
    #expect(words("a", start: 0, from: 0, [.init("a\u{1B}[2J", kind: .path)]).words.isEmpty)
    let many = (0..<100_000).map { Completion.Candidate("name\($0)", kind: .path) }
    let found = words("n", start: 0, from: 0, many)
    #expect(found.words.count == 201)
    #expect(found.words.first == "name")
  }

  @Test func `an answer to another place is ignored`() {
    let request = CompletionRequest(before: [], line: Array("ab".utf8), point: 2, start: 0)
    for (start, end) in [(0, 1), (-1, 2), (3, 2), (0, 99)] {
      let completion = Completion(start: start, end: end, candidates: [.init("abc", kind: .path)])
      #expect(request.matches(in: completion).words.isEmpty)
    }
  }
}
