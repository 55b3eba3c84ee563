import Testing

@testable import Jupyter

@Suite struct JSONTests {
  private func text(_ value: JSON) -> String {
    String(decoding: JSONWriter.compact(value), as: UTF8.self)
  }

  @Test(arguments: [
    #"{"b":1,"a":[true,false,null],"b":2}"#, "0", "-0.5e+10", #""""#, "[]", "{}",
    "123456789012345678901234567890", #""\u0001\b\t\n\f\r\"\\é😀""#, "[[],[{}]]",
  ])
  func `what is read is written the same`(json: String) throws {
    #expect(text(try JSONReader.read(Array(json.utf8))) == json)
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "+1", "1e", "nul", "'a'", "\"a",
    "\"\u{1}\"", #""\x""#, #""\u12""#, "[1 2]", "1 2", "{\"a\" 1}", "NaN", "\u{FEFF}1", "--1",
  ])
  func `what the grammar does not know is refused`(json: String) {
    #expect(throws: JSONError.self) { try JSONReader.read(Array(json.utf8)) }
  }

  @Test func `escapes are read, halves of pairs as U+FFFD or not at all`() throws {
    let json = Array(#""\u00e9\ud83d\ude00\/\ud800x\udc00""#.utf8)
    #expect(try JSONReader.read(json) == "é😀/\u{FFFD}x\u{FFFD}")
    #expect(throws: JSONError.surrogate(offset: 21)) {
      try JSONReader.read(json, surrogates: .refused)
    }
  }

  @Test func `nesting is bounded, however deep the text`() throws {
    let fine = String(repeating: "[", count: 128) + String(repeating: "]", count: 128)
    _ = try JSONReader.read(Array(fine.utf8))
    for count in [129, 1_000_000] {
      #expect(throws: JSONError.nesting) {
        try JSONReader.read(Array(repeating: UInt8(ascii: "["), count: count))
      }
    }
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    #expect(throws: JSONError.encoding) { try JSONReader.read([0x22, 0xFF, 0x22]) }
  }

  @Test func `members are found, set and taken away`() {
    var value: JSON = ["a": 1, "b": "x"]
    value["a"] = nil
    value["c"] = true
    value["b"] = .null
    #expect(text(value) == #"{"b":null,"c":true}"#)
    #expect(value["a"] == nil && value["c"]?.flag == true && JSON.string("a")["a"] == nil)
    #expect(JSON.number("1.5").wholeNumber == nil && JSON.number("12").wholeNumber == 12)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `random values come back, and mutants neither crash nor change`(seed: UInt64) throws {
    var generator = SplitMix64(state: seed)
    for _ in 0..<300 {
      let value = Self.value(&generator, depth: 4)
      let bytes = JSONWriter.compact(value)
      #expect(JSONWriter.compact(try JSONReader.read(bytes)) == bytes)
      #expect(try JSONReader.read(JSONWriter.notebook(value)) == value)
      for _ in 0..<20 {
        var mutant = bytes
        mutant[Int.random(in: 0..<mutant.count, using: &generator)] = UInt8.random(
          in: 0...255,
          using: &generator
        )
        // What is still JSON is read and written as one value.
        guard let read = try? JSONReader.read(mutant) else { continue }
        #expect(try JSONReader.read(JSONWriter.compact(read)) == read)
      }
    }
  }

  private static func value(_ generator: inout SplitMix64, depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
    case 0: .null
    case 1: .bool(Bool.random(using: &generator))
    case 2: .integer(Int.random(in: -1000...1000, using: &generator))
    case 3: .number("\(Double.random(in: -1...1, using: &generator))")
    case 4: .string(string(&generator))
    case 5:
      .array(
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
          value(&generator, depth: depth - 1)
        }
      )
    default:
      .object(
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
          JSON.Member(string(&generator), value(&generator, depth: depth - 1))
        }
      )
    }
  }

  static func string(_ generator: inout SplitMix64) -> String {
    let pool: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\r", "\u{1}", "é", "😀", "\u{301}", " "]
    var view = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &generator) {
      view.append(pool.randomElement(using: &generator) ?? "a")
    }
    return String(view)
  }
}

/// Steele, Lea and Flood's SplitMix64: a stream of random numbers that a seed repeats.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
