import Commands
import Language
import Shell
import TestSupport
import Testing

/// Runs programs that a grammar makes up beside a small interpreter of their own trees, and damaged
/// copies of the scripts under `Scripts`; each case repeats by its seed.
@Suite struct ProgramFuzzTests {
  @Test(arguments: Array(1...60) as [UInt64])
  func `runs programs as their trees say`(seed: UInt64) {
    var writer = ProgramWriter(seed: seed)
    for _ in 0..<5 {
      let program = writer.program()
      let text = program.map { $0.text(indent: "") }.joined(separator: "\n")
      var reference = Reference()
      reference.run(program)
      let probe = SessionProbe(catalog: .standard)
      let outcome = probe.script(text)
      guard case .finished = outcome, probe.recorder.lines == reference.lines else {
        Issue.record("seed \(seed): \(probe.error ?? "other output")\n\(text)")
        return
      }
    }
  }

  @Test(arguments: ScriptFiles.all)
  func `damaged scripts are checked without a crash`(file: String) throws {
    let bytes = try ScriptFiles.source(file).bytes
    var random = SplitMix64(seed: UInt64(bytes.count))
    let session = SessionProbe(catalog: .standard).session
    for _ in 0..<20 where !bytes.isEmpty {
      var damaged = bytes
      for _ in 0...Int.random(in: 0...3, using: &random) {
        let place = Int.random(in: 0..<damaged.count, using: &random)
        let end = min(damaged.count, place + Int.random(in: 1...9, using: &random))
        switch Int.random(in: 0...3, using: &random) {
        case 0: damaged[place] = UInt8.random(in: 0...255, using: &random)
        case 1: damaged.insert(contentsOf: Array(damaged[place..<end]), at: place)
        case 2:
          damaged.insert(contentsOf: Array("([{}])\"\\(".utf8).shuffled(using: &random), at: place)
        default: damaged.removeSubrange(place..<end)
        }
        if damaged.isEmpty { damaged = [10] }
      }
      let source = SourceText(name: "damaged.ae", bytes: damaged)
      for diagnostic in session.diagnostics(of: source) {
        let range = try #require(diagnostic.range)
        #expect(diagnostic.kind != .internal)
        #expect(range.lowerBound <= range.upperBound && range.upperBound <= damaged.count)
      }
    }
  }
}

/// An expression of integers; every result is taken modulo 9973, so that nothing overflows.
private indirect enum Number {
  case constant(Int)
  case variable(String)
  case combined(Number, String, Number)
  case called(String, Number)

  var text: String {
    switch self {
    case .constant(let value): String(value)
    case .variable(let name): name
    case .combined(let left, let operation, let right):
      "((\(left.text) \(operation) \(right.text)) % 9973)"
    case .called(let name, let argument): "\(name)(\(argument.text))"
    }
  }
}

private indirect enum Line {
  case declared(String, Number)
  case assigned(String, Number)
  case increased(String, Number)
  case conditional(Number, Number, [Line], [Line])
  case repeated(String, Int, [Line])
  case whiled(String, Int, [Line])
  case function(String, String, Number)
  case printed([Number])

  func text(indent: String) -> String {
    let inner = indent + "  "
    func block(_ lines: [Line]) -> String {
      "{\n" + lines.map { $0.text(indent: inner) + "\n" }.joined() + indent + "}"
    }
    switch self {
    case .declared(let name, let value): return "\(indent)let \(name) = \(value.text)"
    case .assigned(let name, let value): return "\(indent)\(name) = \(value.text)"
    case .increased(let name, let value): return "\(indent)\(name) += \(value.text)"
    case .conditional(let a, let b, let first, let second):
      return "\(indent)if \(a.text) < \(b.text) \(block(first)) else \(block(second))"
    case .repeated(let name, let count, let body):
      return "\(indent)for \(name) in 0..\(count) \(block(body))"
    case .whiled(let name, let count, let body):
      let start = "\(indent)let \(name) = 0\n"
      let counted = [Line.increased(name, .constant(1))] + body
      return start + "\(indent)while \(name) < \(count) \(block(counted))"
    case .function(let name, let parameter, let value):
      return "\(indent)func \(name)(\(parameter)) { return \(value.text) }"
    case .printed(let values): return "\(indent)print " + values.map(\.text).joined(separator: ", ")
    }
  }
}

/// What the programs mean, told a second time.
private struct Reference {
  private(set) var lines: [String] = []
  private var scopes: [[String: Int]] = [[:]]
  private var functions: [String: (parameter: String, value: Number)] = [:]

  mutating func run(_ program: [Line]) {
    for line in program { run(line) }
  }

  private mutating func run(_ line: Line) {
    switch line {
    case .declared(let name, let value): scopes[scopes.count - 1][name] = self.value(value)
    case .assigned(let name, let value): set(name, self.value(value))
    case .increased(let name, let value):
      let sum = self.value(.variable(name)) + self.value(value)
      set(name, sum)
    case .conditional(let a, let b, let first, let second):
      inScope([:], value(a) < value(b) ? first : second)
    case .repeated(let name, let count, let body):
      for index in 0..<count { inScope([name: index], body) }
    case .whiled(let name, let count, let body):
      scopes[scopes.count - 1][name] = 0
      while value(.variable(name)) < count {
        set(name, value(.variable(name)) + 1)
        inScope([:], body)
      }
    case .function(let name, let parameter, let value): functions[name] = (parameter, value)
    case .printed(let values):
      lines.append(values.map { String(value($0)) }.joined(separator: " "))
    }
  }

  private mutating func inScope(_ names: [String: Int], _ body: [Line]) {
    scopes.append(names)
    run(body)
    scopes.removeLast()
  }

  private mutating func set(_ name: String, _ value: Int) {
    for index in scopes.indices.reversed() where scopes[index][name] != nil {
      scopes[index][name] = value
      return
    }
  }

  private func value(_ number: Number) -> Int {
    switch number {
    case .constant(let value): return value
    case .variable(let name): return scopes.last { $0[name] != nil }?[name] ?? 0
    case .combined(let left, let operation, let right):
      let (a, b) = (value(left), value(right))
      let result = operation == "+" ? a + b : operation == "-" ? a - b : a * b
      return ((result % 9973) + 9973) % 9973
    case .called(let name, let argument):
      guard let function = functions[name] else { return 0 }
      var inner = self
      inner.scopes = [scopes[0], [function.parameter: value(argument)]]
      return inner.value(function.value)
    }
  }
}

/// Makes up programs in which every name is known where it stands.
private struct ProgramWriter {
  private var random: SplitMix64
  private var scopes: [[String]] = []
  private var functions: [String] = []
  private var counters = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func program() -> [Line] {
    scopes = [["v0"]]
    functions = []
    return [.declared("v0", .constant(7))] + lines(depth: 3) + [.printed([number(2), number(2)])]
  }

  private mutating func lines(depth: Int) -> [Line] {
    (0..<pick(2...5)).map { _ in line(depth: depth) }
  }

  private mutating func line(depth: Int) -> Line {
    switch pick(0...(depth > 0 ? 8 : 4)) {
    case 0, 1:
      let value = number(2)
      let name = "v\(pick(0...5))"
      scopes[scopes.count - 1].append(name)
      return .declared(name, value)
    case 2: return .assigned(variable(), number(2))
    case 3: return .increased(variable(), number(1))
    case 4: return .printed([number(2)])
    case 5: return .conditional(number(1), number(1), body(depth), body(depth))
    case 6:
      let name = "i\(pick(0...2))"
      return .repeated(name, pick(0...3), body(depth, binding: name))
    case 7:
      // A counter that nothing else changes, so that the loop ends.
      counters += 1
      return .whiled("c\(counters)", pick(0...3), body(depth))
    default:
      guard scopes.count == 1 else { return .printed([number(1)]) }
      let known = scopes
      scopes = [["p"]]
      let value = number(2)
      scopes = known
      let name = "f\(functions.count)"
      functions.append(name)
      return .function(name, "p", value)
    }
  }

  private mutating func body(_ depth: Int, binding name: String? = nil) -> [Line] {
    scopes.append(name.map { [$0] } ?? [])
    defer { scopes.removeLast() }
    return lines(depth: depth - 1)
  }

  private mutating func number(_ depth: Int) -> Number {
    switch pick(0...(depth > 0 ? 5 : 1)) {
    case 0: .constant(pick(-9...99))
    case 1: .variable(variable())
    case 2 where !functions.isEmpty:
      .called(functions[pick(0...functions.count - 1)], number(depth - 1))
    default:
      .combined(number(depth - 1), ["+", "-", "*"][pick(0...2)], number(depth - 1))
    }
  }

  private mutating func variable() -> String {
    let names = scopes.flatMap(\.self)
    return names[pick(0...names.count - 1)]
  }

  private mutating func pick(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }
}
