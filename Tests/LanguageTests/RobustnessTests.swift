import Language
import TestSupport
import Testing

@Suite struct RobustnessTests {
  private static let clock = ContinuousClock()

  /// An optimised build needs a hundredth of this on an idle machine; anything quadratic needs more
  /// even there.
  private static let patience = Patience.seconds(10)

  @Test(
    arguments: [
      ([0x61, 0x0A, 0x62, 0x00], 2, 2, "a script cannot contain a NUL byte"),
      ([0xFF, 0xFE], 1, 1, "the text is not valid UTF-8: byte 0xff"),
      ([0x61, 0xC3, 0x28], 1, 2, "the text is not valid UTF-8: byte 0xc3"),
      ([0xC3, 0xA4, 0xC0, 0x80], 1, 2, "the text is not valid UTF-8: byte 0xc0"),
      ([0xE0, 0x80, 0x80], 1, 1, "the text is not valid UTF-8: byte 0xe0"),
      ([0xF0, 0x80, 0x80, 0x80], 1, 1, "the text is not valid UTF-8: byte 0xf0"),
      ([0xED, 0xA0, 0x80], 1, 1, "the text is not valid UTF-8: byte 0xed"),
      ([0xF4, 0x90, 0x80, 0x80], 1, 1, "the text is not valid UTF-8: byte 0xf4"),
      ([0x0A, 0x0A, 0xE2, 0x82], 3, 1, "the text is not valid UTF-8: byte 0xe2"),
      ([0x23, 0x20, 0xF0, 0x9F, 0x98], 1, 3, "the text is not valid UTF-8: byte 0xf0"),
      ([0x80], 1, 1, "the text is not valid UTF-8: byte 0x80"),
      (
        [0x22, 0xE2, 0x80, 0xAE, 0x22], 1, 2,
        "the text contains U+202E, which changes its direction"
      ),
      ([0x78, 0xE2, 0x81, 0xA6], 1, 2, "the text contains U+2066, which changes its direction"),
    ] as [([UInt8], Int, Int, String)]
  )
  func `F003 points at the first bad byte`(
    bytes: [UInt8],
    line: Int,
    column: Int,
    message: String
  ) throws {
    let source = SourceText(name: "test.ae", bytes: bytes)
    let fault = try #require(Reading.diagnostics(source).first)
    #expect(fault.kind == .syntax)
    #expect(fault.message == message)
    let position = source.position(of: try #require(fault.range).lowerBound)
    #expect(position == (line, column))
  }

  @Test(arguments: [1, 2] as [UInt64])
  func `F004 a megabyte of noise is one syntax error`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bytes = (0..<1 << 20).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let time = Self.clock.measure {
      let found = Reading.diagnostics(SourceText(name: "noise.ae", bytes: bytes))
      #expect(found.map(\.kind) == [.syntax])
      let text = found.map { DiagnosticRenderer().render($0, styled: false) }.joined()
      #expect(text.utf8.count < 1_000)
      #expect(!text.utf8.contains { $0 < 32 && $0 != 10 && $0 != 9 || $0 == 127 })
    }
    #expect(time < Self.patience)
  }

  @Test func `F005 a line has a limit`() {
    let long = String(repeating: "x", count: 1 << 20)
    #expect(Reading.diagnostics("# \(long)").map(\.kind) == [.limit])
    #expect(Reading.diagnostics("x\n\"\(long)\"").map { $0.range?.lowerBound } == [2])
    #expect(Reading.diagnostics("#" + long.dropFirst()).isEmpty)
  }

  @Test(arguments: [
    "(", "[", "{", "if x {", "-", "not ", "\"\\(", "2^", "f(", "x[", "a.b.", "1+1+", "time ",
    "func f() {", "while x {", "try {", "- -", "[[", "x[f(", "((",
  ])
  func `F007 nesting has a limit, and never overflows the stack`(piece: String) throws {
    let text = String(repeating: piece, count: 100_000)
    let source = SourceText(name: "deep.ae", text)
    let time = Self.clock.measure {
      #expect(Reading.diagnostics(source).contains { $0.kind == .limit })
    }
    #expect(time < Self.patience)
  }

  @Test(arguments: [".b", "+1", "*x", " and x", "[0]", "()", "@x or x", " // 2"])
  func `F007 long chains have a limit`(piece: String) {
    let time = Self.clock.measure {
      let text = "x" + String(repeating: piece, count: 100_000)
      #expect(Reading.diagnostics(text).map(\.kind) == [.limit])
      #expect(Reading.diagnostics("x" + String(repeating: piece, count: 400)).isEmpty)
    }
    #expect(time < Self.patience)
  }

  @Test(arguments: [
    ("if x { }", " else if x { }"), ("x", " < x"), ("[1", ", 1"), ("print 1", ", 1"), ("x", "; x"),
  ])
  func `F007 what does not nest may be long`(first: String, piece: String) {
    let end = first.hasPrefix("[") ? "]" : ""
    let count = (1 << 20) / piece.utf8.count - 2
    let time = Self.clock.measure {
      let text = first + String(repeating: piece, count: min(count, 20_000)) + end
      #expect(Reading.diagnostics(text).isEmpty)
    }
    #expect(time < Self.patience)
  }

  @Test(arguments: [("(", "x", ")"), ("[", "x", "]"), ("-", "x", ""), ("if x { ", "x", " }")])
  func `F007 up to the limit, nesting is read`(open: String, middle: String, close: String) {
    func nested(_ depth: Int) -> String {
      String(repeating: open, count: depth) + middle + String(repeating: close, count: depth)
    }
    #expect(Reading.diagnostics(nested(256)).isEmpty)
    #expect(Reading.diagnostics(nested(257)).map(\.kind) == [.limit])
  }

  @Test(arguments: [
    "2^-1", "(1)", "not x", "-x", "[1]", "f(1)", "x[1:2]", "\"\\(1)\"", "if x { y }",
  ])
  func `F007 what stands side by side is not nested`(piece: String) {
    #expect(Reading.diagnostics(String(repeating: piece + "\n", count: 300)).isEmpty)
    #expect(Reading.diagnostics(String(repeating: "time \(piece)\n", count: 300)).isEmpty)
  }

  @Test func `F023 a name has a limit`() throws {
    #expect(Reading.diagnostics(String(repeating: "n", count: 256)).isEmpty)
    #expect(Reading.diagnostics(String(repeating: "n", count: 257)).map(\.kind) == [.limit])
    #expect(Reading.diagnostics(String(repeating: "n", count: 1_000_000)).map(\.kind) == [.limit])
    #expect(Reading.diagnostics(String(repeating: "ä", count: 128)).isEmpty)
    #expect(Reading.diagnostics(String(repeating: "ä", count: 129)).map(\.kind) == [.limit])
  }

  @Test func `F023 names that look alike are told apart by their bytes`() throws {
    let names = ["a", "а", "e\u{301}", "\u{E9}", "e", "e\u{200B}", "e\u{200D}"]
    var seen: Set<Name> = []
    for name in names {
      let source = SourceText(name: "test.ae", "let \(name) = 1")
      guard case .complete(let script) = Parser.parse(source, vocabulary: TestVocabulary()),
        case .binding(let identifier, _) = try #require(script.statements.first).kind
      else {
        Issue.record("\(name): \(Reading.diagnostics(source))")
        continue
      }
      seen.insert(identifier.name)
    }
    #expect(seen.count == names.count)
  }

  @Test func `reads many lines in little time`() {
    let text = (0..<5_000).map { "let x\($0) = [\($0), 2.5] # c\nprint \"a\", x\($0) + 1\n" }
      .joined()
    let source = SourceText(name: "long.ae", text)
    let time = Self.clock.measure {
      guard case .complete(let script) = Parser.parse(source, vocabulary: TestVocabulary()) else {
        Issue.record("\(Reading.diagnostics(source))")
        return
      }
      #expect(script.statements.count == 10_000)
      let found = Checker.check(script, vocabulary: TestVocabulary(), known: [])
      #expect(found.isEmpty)
    }
    #expect(time < Self.patience)
  }
}
