import Language
import TestSupport
import Testing

/// Feeds the parser what a grammar makes up, whole and damaged; each case repeats by its seed.
@Suite struct FuzzTests {
  @Test(arguments: Array(1...40) as [UInt64])
  func `reads every script that the grammar makes`(seed: UInt64) {
    var writer = ScriptWriter(seed: seed)
    for _ in 0..<10 {
      let text = writer.script()
      let source = SourceText(name: "fuzz.ae", text)
      guard case .complete(let script) = Parser.parse(source, vocabulary: TestVocabulary()) else {
        Issue.record("seed \(seed): \(Reading.dump(source))\n\(text)")
        return
      }
      let statements = script.statements.map { source.text($0.range) }
      // What a statement spans is a script of that statement alone.
      for (statement, part) in zip(script.statements, statements) {
        let again = Reading.dump(part)
        let once = Dump.statement(Statement(statement.kind, at: statement.range))
        #expect(again == once, "seed \(seed)")
      }
    }
  }

  @Test(arguments: Array(1...40) as [UInt64])
  func `damaged scripts are read or refused at a place inside them`(seed: UInt64) {
    var writer = ScriptWriter(seed: seed)
    for _ in 0..<25 {
      let bytes = writer.damaged(Array(writer.script().utf8))
      let source = SourceText(name: "fuzz.ae", bytes: bytes)
      switch Parser.parse(source, vocabulary: TestVocabulary()) {
      case .complete(let script):
        let found = Checker.check(
          script,
          vocabulary: TestVocabulary(),
          known: [],
          includingWarnings: true
        )
        expectSense(found, in: source, seed)
      case .incomplete(let indent, let diagnostic):
        #expect(indent >= 0 && indent.isMultiple(of: 2))
        expectSense([diagnostic], in: source, seed)
      case .invalid(let diagnostics):
        #expect((1...20).contains(diagnostics.count), "seed \(seed)")
        expectSense(diagnostics, in: source, seed)
      }
    }
  }

  private func expectSense(_ diagnostics: [Diagnostic], in source: SourceText, _ seed: UInt64) {
    var last = 0
    for diagnostic in diagnostics {
      guard let range = diagnostic.range else {
        Issue.record("seed \(seed): no range: \(diagnostic.message)")
        return
      }
      #expect(range.lowerBound >= last && range.lowerBound <= range.upperBound, "seed \(seed)")
      #expect(range.upperBound <= source.bytes.count, "seed \(seed)")
      #expect(diagnostic.kind != .internal, "seed \(seed)")
      last = range.lowerBound
      let text = DiagnosticRenderer().render(diagnostic, styled: false)
      #expect(!text.utf8.contains { $0 < 32 && $0 != 10 && $0 != 9 }, "seed \(seed)")
    }
  }
}

/// Writes scripts at random.
struct ScriptWriter {
  private var random: SplitMix64

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func script() -> String {
    (0..<pick(1...6)).map { _ in statement(depth: 3) }.joined(
      separator: oneOf(["\n", "; ", "\r\n"])
    )
  }

  /// Returns the bytes with a few of them changed, cut, repeated or put elsewhere.
  mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    let pieces = [
      "(", ")", "{", "}", "\"", "\"\"\"", "\\", "\\(", "\n", "!", "=", "let", "'", "\u{FF}", "9",
    ]
    for _ in 0..<pick(1...4) where !bytes.isEmpty {
      let place = pick(0...bytes.count - 1)
      let end = min(bytes.count, place + pick(1...8))
      switch pick(0...4) {
      case 0: bytes[place] = UInt8(pick(0...255))
      case 1: bytes.removeSubrange(place..<end)
      case 2: bytes.insert(contentsOf: Array(oneOf(pieces).utf8), at: place)
      case 3: bytes.removeSubrange(place...)
      default: bytes.insert(contentsOf: Array(bytes[place..<end]), at: pick(0...bytes.count))
      }
    }
    return bytes
  }

  private mutating func statement(depth: Int) -> String {
    let isNested = depth > 0
    switch pick(0...(isNested ? 15 : 9)) {
    case 0: return "let \(name()) = \(expression(depth: 3))"
    case 1: return "\(name()) \(oneOf(["=", "+=", "*="])) \(expression(depth: 2))"
    case 2: return "\(name())[\(index())] = \(expression(depth: 1))"
    case 3: return "print \(expressions())"
    case 4: return "print(\(expressions()))"
    case 5:
      return "train \(pick(0...9)) lr=\(oneOf(["0.1", "(x + \(expression(depth: 1)))", name()]))"
    case 6: return "save a.npy \(expression(depth: 2))"
    case 7: return "plot \(oneOf(["recon count=3", "hist encoder.0.weight", "x, y title=T"]))"
    case 8: return expression(depth: 3)
    case 9: return "dataset mnist dir=\(oneOf(["/a/b", "\"a b\"", "x.d"])) limit=\(pick(1...99))"
    case 10: return "if \(expression(depth: 1)) \(block(depth)) else \(block(depth))"
    case 11: return "for \(name()) in \(expression(depth: 1)) \(block(depth, leave: "break"))"
    case 12: return "while \(expression(depth: 1)) \(block(depth, leave: "continue"))"
    case 13: return "func \(name())(\(name()), b=1) \(block(depth, leave: "return"))"
    case 14: return "try \(block(depth)) catch e \(block(depth))"
    default: return "time \(statement(depth: depth - 1))"
    }
  }

  private mutating func block(_ depth: Int, leave: String? = nil) -> String {
    let body =
      (0..<pick(0...2)).map { _ in statement(depth: depth - 1) } + (leave.map { [$0] } ?? [])
    return "{\n\(body.joined(separator: "\n"))\n}"
  }

  private mutating func expressions() -> String {
    (0..<pick(1...3)).map { _ in expression(depth: 2) }.joined(separator: ", ")
  }

  private mutating func expression(depth: Int) -> String {
    guard depth > 0 else { return primary() }
    switch pick(0...9) {
    case 0: return primary()
    case 1: return "(\(expression(depth: depth - 1)))"
    case 2: return "[\(expression(depth: depth - 1)), \(primary())]"
    case 3: return "-\(primary())"
    case 4: return "f(\(expression(depth: depth - 1)), axis=\(primary()))"
    case 5: return "\(name())[\(index())]"
    case 6: return "(not \(expression(depth: depth - 1)))"
    case 7: return "\"a \\(\(expression(depth: depth - 1)))\""
    default:
      let operators = ["+", "-", "*", "/", "//", "%", "@", "^", "==", "<", "and", "or"]
      return "\(primary()) \(oneOf(operators)) \(expression(depth: depth - 1))"
    }
  }

  private mutating func primary() -> String {
    oneOf([
      "1", "2.5", "1e-3", "x", "abc.d", "\"s\"", "'r'", "true", "nil", "_", "\"\"\"m\nn\"\"\"",
    ])
  }

  private mutating func index() -> String { oneOf(["0", "1:2", ":", "::2", "x, 1:"]) }

  private mutating func name() -> String { oneOf(["x", "y", "größe", "long_name", "n1"]) }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func oneOf(_ choices: [String]) -> String {
    choices[pick(0...choices.count - 1)]
  }
}
