import Files
import Testing

@Suite struct JSONReaderTests {
  private func read(_ text: String) throws -> JSON { try JSONReader.read(text.utf8) }

  private func fault(_ text: String, depthLimit: Int = 8) -> JSONFault? {
    do {
      _ = try JSONReader.read(text.utf8, .strict(depthLimit: depthLimit))
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("null", JSON.null), (" true\n", .bool(true)), ("false", .bool(false)),
    ("0", .integer(0)), ("-12", .integer(-12)), ("9223372036854775807", .integer(.max)),
    ("-9223372036854775808", .integer(.min)),
    ("92233720368547758080", .number("92233720368547758080")),
    ("1.5", .double(1.5)), ("1e3", .number("1e3")), ("-0.25E-2", .number("-0.25E-2")),
    ("1.0", .number("1.0")), ("\"\"", .string("")),
    (#""a\n\"\\\/\u00e9\ud83d\ude00""#, .string("a\n\"\\/é😀")),
    ("[]", .array([])), ("[1, [2]]", .array([.integer(1), .array([.integer(2)])])),
    ("{}", .object(JSONObject([]))),
    (
      #"{"a":1,"b":{}}"#,
      .object(JSONObject([.init("a", .integer(1)), .init("b", .object(JSONObject([])))]))
    ),
  ])
  func `reads values`(text: String, value: JSON) throws {
    #expect(try read(text) == value)
    #expect(try read(value.text) == value, "what is written reads back the same")
  }

  @Test(arguments: [
    ("", JSONFault.Reason.endsEarly, 0), ("  ", .endsEarly, 2), ("[1", .endsEarly, 2),
    ("[1 2]", .unexpected, 3), ("[1,]", .unexpected, 3), ("{\"a\":1,}", .unexpected, 7),
    ("{a:1}", .unexpected, 1), ("{\"a\" 1}", .unexpected, 5), ("nul", .unexpected, 0),
    ("NaN", .unexpected, 0), ("Infinity", .unexpected, 0), ("-Infinity", .number, 1),
    ("01", .number, 2), ("-", .number, 1), ("1.", .number, 2), ("1e", .number, 2),
    ("+1", .unexpected, 0), (".5", .unexpected, 0), ("1 1", .followed, 2),
    ("\"a\nb\"", .control, 2), (#""\x""#, .escape, 1), (#""\ud800""#, .escape, 1),
    (#""\udc00""#, .escape, 1), (#""\ud800\u0041""#, .escape, 1), (#""\u00g0""#, .escape, 5),
    ("\"a", .endsEarly, 2), ("{\"a\":1,\"a\":2}", .duplicate, 7),
    (#"{"a":1,"\u0061":2}"#, .duplicate, 7), ("[[[[[[[[[1]]]]]]]]]", .depth, 8),
    ("/* */1", .unexpected, 0), ("'a'", .unexpected, 0), ("１", .unexpected, 0),
  ])
  func `says what is wrong and where`(text: String, reason: JSONFault.Reason, offset: Int) {
    #expect(fault(text)?.reason == reason)
    #expect(fault(text)?.offset == offset)
  }

  @Test(arguments: [
    [0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
  ])
  func `refuses strings that are no UTF-8`(bytes: [UInt8]) {
    #expect(throws: JSONFault.self) { try JSONReader.read(bytes) }
  }

  @Test func `F061 a nesting of 100,000 is a fault, not an overflow of the stack`() {
    #expect(fault(String(repeating: "[", count: 100_000))?.reason == .depth)
    #expect(fault(String(repeating: "{\"a\":", count: 100_000))?.reason == .depth)
  }

  @Test func `F110 names that Unicode calls equal are two names`() throws {
    let value = try read("{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(value.object?["\u{E9}"] == .integer(1))
    #expect(value.object?["e\u{301}"] == .integer(2))
  }

  @Test func `escapes what JSON does not let stand`() {
    #expect(JSON.string("a\"\\\n\u{1}é").text == #""a\"\\\n\u0001é""#)
  }
}
