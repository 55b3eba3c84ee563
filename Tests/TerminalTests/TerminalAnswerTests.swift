import Testing

@testable import Terminal

@Suite struct TerminalAnswerTests {
  @Test(arguments: [
    ("\u{1B}[?62;4;22c", TerminalAnswer.attributes([4, 22])), ("\u{1B}[?6c", .attributes([])),
    // The class of a VT132 is no attribute.
    ("\u{1B}[?4;6c", .attributes([6])), ("\u{1B}_Gi=31;OK\u{1B}\\", .kitty(true)),
    ("\u{1B}_Gi=31;ENOTSUPPORTED:no\u{1B}\\", .kitty(false)),
    ("\u{1B}P>|WezTerm 20240203\u{1B}\\", .name("WezTerm 20240203")),
    ("\u{1B}]11;rgb:ffff/8000/0000\u{7}", .background(red: 1, green: 32768.0 / 65535, blue: 0)),
    ("\u{1B}]11;rgb:f/0/0\u{1B}\\", .background(red: 1, green: 0, blue: 0)),
    ("\u{1B}P1$r0;48:2::1:2:3m\u{1B}\\", .colors(isTrue: true)),
    ("\u{1B}P1$r0;48;5;16m\u{1B}\\", .colors(isTrue: false)),
    ("\u{1B}[6;17;8t", .cell(width: 8, height: 17)),
    ("\u{1B}[4;400;640t", .area(width: 640, height: 400)),
    ("\u{1B}[?1;0;1024S", .sixelColors(1024)), ("\u{1B}[?1;3;0S", .sixelColors(0)),
  ])
  func `answers are told from keys, however they are cut`(bytes: String, answer: TerminalAnswer) {
    for size in [1, 2, 3, 100] {
      var reader = TerminalAnswerReader()
      // An arrow key and its like before, a letter and a lone Escape behind.
      let all = Array("ab\u{1B}[A\u{1B}OP\(bytes)c\n\u{1B}".utf8)
      for start in stride(from: 0, to: all.count, by: size) {
        reader.take(all[start..<min(start + size, all.count)])
      }
      reader.finish()
      #expect(reader.answers == [answer])
      #expect(reader.typed == Array("ab\u{1B}[A\u{1B}OPc\n\u{1B}".utf8))
    }
  }

  @Test func `what begins like an answer and never ends is kept`() {
    var reader = TerminalAnswerReader()
    let bytes = Array("\u{1B}]11;".utf8) + Array(repeating: UInt8(ascii: "x"), count: 5000)
    reader.take(bytes)
    reader.finish()
    #expect(reader.typed == bytes)
    #expect(reader.answers == [])
  }
}
