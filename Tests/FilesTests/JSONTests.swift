@testable import Files
import TestSupport
import Testing

@Suite struct JSONTests {
  private func text(_ value: JSON) -> String {
    String(decoding: JSONWriter.compact(value), as: UTF8.self)
  }

  @Test(arguments: [
    #"{"b":1,"a":[true,false,null],"b":2}"#, "0", "-0.5e+10", #""""#, "[]", "{}",
    "123456789012345678901234567890", #""\u0001\b\t\n\f\r\"\\é😀""#, "[[],[{}]]",
  ])
  func `what is read is written the same`(json: String) throws {
    #expect(text(try JSONReader.read(json.utf8, .faithful)) == json)
  }

  @Test func `halves of pairs are read as U+FFFD or refused, as the rules say`() throws {
    let json = Array(#""\u00e9\ud83d\ude00\/\ud800x\udc00""#.utf8)
    #expect(try JSONReader.read(json, .lenient) == "é😀/\u{FFFD}x\u{FFFD}")
    for rules in [JSONReader.Rules.strict, .faithful] {
      #expect(throws: JSONFault(reason: .escape, offset: 21)) { try JSONReader.read(json, rules) }
    }
  }

  @Test func `a name that stands twice is refused, or kept, and the last counts`() throws {
    let json = Array(#"{"a":1,"b":2,"a":3}"#.utf8)
    #expect(throws: JSONFault(reason: .duplicate, offset: 13)) { try JSONReader.read(json) }
    for rules in [JSONReader.Rules.lenient, .faithful] {
      let value = try JSONReader.read(json, rules)
      #expect(value["a"]?.integer == 3 && JSONWriter.compact(value) == json)
    }
  }

  @Test func `numbers keep their spelling, and have a value where it fits`() throws {
    for text in ["123456789012345678901234567890", "1e999", "-0.50e+10"] {
      let value = try JSONReader.read(text.utf8)
      #expect(value == .number(text) && value.integer == nil && value.text == text)
    }
    #expect(JSON.number("1e999").double == nil && JSON.number("-0.50e+2").double == -50)
    #expect(JSON.double(0.1).text == "0.1" && JSON.number("1.0").integer == nil)
  }

  @Test func `members are found, set and taken away`() {
    var value: JSON = ["a": 1, "b": "x"]
    value["a"] = nil
    value["c"] = true
    value["b"] = .null
    #expect(text(value) == #"{"b":null,"c":true}"#)
    #expect(value["a"] == nil && value["c"]?.bool == true)
    #expect(JSON.string("a")["a"] == nil)
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func `random values come back, and mutants neither crash nor change`(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<300 {
      let value = Self.value(&generator, depth: 4)
      let bytes = JSONWriter.compact(value)
      #expect(JSONWriter.compact(try JSONReader.read(bytes, .faithful)) == bytes)
      #expect(try JSONReader.read(JSONWriter.notebook(value), .faithful) == value)
      for _ in 0..<20 {
        var mutant = bytes
        mutant[Int.random(in: 0..<mutant.count, using: &generator)] = UInt8.random(
          in: 0...255,
          using: &generator
        )
        // What is still JSON is read and written as one value.
        guard let read = try? JSONReader.read(mutant, .lenient) else { continue }
        #expect(try JSONReader.read(JSONWriter.compact(read), .lenient) == read)
      }
    }
  }

  private static func value(_ generator: inout SplitMix64, depth: Int) -> JSON {
    switch Int.random(in: 0..<(depth > 0 ? 7 : 5), using: &generator) {
    case 0: .null
    case 1: .bool(Bool.random(using: &generator))
    case 2: .integer(Int.random(in: -1000...1000, using: &generator))
    case 3: .number("\(Double.random(in: -1...1, using: &generator))")
    case 4: .string(generator.text())
    case 5:
      .array(
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in
          value(&generator, depth: depth - 1)
        }
      )
    default:
      .object(
        JSONObject(
          (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            JSONObject.Member(generator.text(), value(&generator, depth: depth - 1))
          }
        )
      )
    }
  }
}
