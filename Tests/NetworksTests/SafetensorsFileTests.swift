import Files
import Networks
import Tensors
import Testing

/// The rules of the format, and the files on which readers differ.
@Suite struct SafetensorsFileTests {
  typealias Sample = SafetensorsSample

  private static let zeros = [UInt8](repeating: 0, count: 16)

  private static func file(_ tensors: String..., body: Int = 0) -> Sample {
    Sample(header: "{" + tensors.joined(separator: ",") + "}", body: Array(zeros.prefix(body)))
  }

  @Test func `reads tensors and metadata`() throws {
    let header =
      #"{"__metadata__":{"a":"b"},"# + Sample.tensor("x", "F32", "[2,1]", 0, 8) + ","
      + Sample.tensor("y", "F32", "[]", 8, 12) + "}   "
    let body: [UInt8] = [0, 0, 0x80, 0x3F, 0, 0, 0, 0xC0, 0, 0, 0xC0, 0x7F]
    let file = try SafetensorsFile(contents: Sample(header: header, body: body).bytes)
    #expect(file.text("a") == "b")
    #expect(file.entries.map(\.name) == ["x", "y"])
    let x = try #require(file.entry(named: "x"))
    #expect(file.tensor(x) == Tensor(shape: [2, 1], scalars: [1, -2]))
    let y = try #require(file.entry(named: "y"))
    #expect(file.tensor(y).scalars[0].isNaN, "the format allows NaN")
    #expect(file.entry(named: "z") == nil)
  }

  /// The hand-made files of FACTS that the reference library accepts; this one accepts them too.
  @Test(arguments: [
    file(Sample.tensor("x", "F32", "[2]", 0, 8), body: 8),
    Sample(header: "   {" + Sample.tensor("x", "F32", "[1]", 0, 4) + "}", body: [0, 0, 0, 0]),
    file(#""x":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":{}}"#, body: 4),
    file(Sample.tensor("x", "F32", "[]", 0, 4), body: 4),
    file(Sample.tensor("x", "F32", "[0]", 0, 0)),
    file(Sample.tensor("x", "F32", "[0,5]", 4, 4), Sample.tensor("y", "I32", "[1]", 0, 4), body: 4),
    file(), file(#""__metadata__":{}"#),
  ])
  func `accepts what is odd and legal`(sample: Sample) {
    #expect(sample.fault == nil)
  }

  @Test(arguments: [
    (file(#""__metadata__":{"a":1}"#), SafetensorsFault.metadata),
    (file(#""__metadata__":[]"#), .metadata),
    (file(Sample.tensor("x", "F32", "[1]", 0, 4), body: 5), .wrongLength(expected: 66, found: 67)),
    (file(Sample.tensor("x", "F32", "[1]", 0, 4), body: 3), .wrongLength(expected: 66, found: 65)),
    (
      file(
        Sample.tensor("x", "F32", "[1]", 0, 4),
        Sample.tensor("y", "F32", "[1]", 8, 12),
        body: 12
      ), .tensor("y", .place(expected: 4, found: 8))
    ),
    (
      file(
        Sample.tensor("x", "F32", "[2]", 0, 8),
        Sample.tensor("y", "F32", "[2]", 4, 12),
        body: 12
      ), .tensor("y", .place(expected: 8, found: 4))
    ),
    (
      file(Sample.tensor("x", "F32", "[1]", 4, 8), body: 8),
      .tensor("x", .place(expected: 0, found: 4))
    ),
    (file(Sample.tensor("x", "F32", "[1]", 8, 4), body: 8), .tensor("x", .backwards)),
    (
      file(Sample.tensor("x", "F32", "[2]", 0, 4), body: 4),
      .tensor("x", .size(expected: 8, found: 4))
    ),
    (
      file(Sample.tensor("x", "F32", "[4611686018427387904,4]", 0, 0)),
      .tensor("x", .shape([1 << 62, 4]))
    ),
    (file(Sample.tensor("x", "F33", "[1]", 0, 4), body: 4), .tensor("x", .elementType("F33"))),
    (file(Sample.tensor("x", "F4", "[1]", 0, 0)), .tensor("x", .shape([1]))),
    (file(Sample.tensor("", "F32", "[1]", 0, 4), body: 4), .tensor("", .name)),
    (file(Sample.tensor("x", "F32", "[-1]", 0, 0)), .tensor("x", .description)),
    (file(Sample.tensor("x", "F32", "[1.5]", 0, 0)), .tensor("x", .description)),
    (file(#""x":{"dtype":"F32","shape":[1]}"#), .tensor("x", .description)),
    (
      file(#""x":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}"#, body: 4),
      .tensor("x", .description)
    ),
    (file(#""x":1"#), .tensor("x", .description)),
    (
      file(#""x":{"dtype":"F32","shape":[1],"data_offsets":[0,18446744073709551615]}"#),
      .tensor("x", .description)
    ),
  ])
  func `F062 F063 refuses tensors that do not fit`(sample: Sample, fault: SafetensorsFault) {
    #expect(sample.fault == fault)
  }

  @Test(arguments: [0, 1, 3, 11, 1 << 21, 1 << 63, .max, 100_000_001] as [UInt64])
  func `F060 refuses a header whose length is wrong`(length: UInt64) {
    var sample = Self.file(body: 8)
    sample.length = length
    #expect(sample.fault != nil)
  }

  @Test func `F060 refuses a file that ends within the header's length`() {
    for count in 0..<8 {
      #expect(throws: SafetensorsFault.tooShort(bytes: count)) {
        try SafetensorsFile(contents: [UInt8](repeating: 0, count: count))
      }
    }
    var sample = Self.file()
    sample.length = UInt64(sample.bytes.count - 7)
    #expect(sample.fault == .headerPastEnd(bytes: 3, available: 2))
  }

  @Test(arguments: [
    "", "[]", "1", "{", "{\"x\":NaN}", "{\"x\":1}}", String(repeating: "[", count: 100_000),
    "{\"x\":" + String(repeating: "{\"a\":", count: 20) + "1" + String(repeating: "}", count: 21),
    "{" + Sample.tensor("x", "F32", "[0]", 0, 0) + "," + Sample.tensor("x", "F32", "[0]", 0, 0)
      + "}",
    #"{"__metadata__":{"a":"b","a":"c"}}"#,
  ])
  func `F061 refuses a header that is no JSON object, or names something twice`(header: String) {
    let fault = Sample(header: header).fault
    switch fault {
    case .notJSON, .notObject: break
    default: Issue.record("\(String(describing: fault))")
    }
  }

  @Test func `F061 refuses a million names`() {
    let names = (0..<60_000).map { "\"\($0)\":1" }.joined(separator: ",")
    #expect(Sample(header: "{" + names + "}").fault == .tooManyTensors(60_000, limit: 4_096))
    let long = String(repeating: " ", count: SafetensorsFile.headerLimit + 1)
    let limit = SafetensorsFile.headerLimit
    #expect(Sample(header: long).fault == .headerTooLong(bytes: UInt64(limit + 1), limit: limit))
  }

  @Test(arguments: [
    ("text", "encoder = [1, 2, 3]\n"), ("a GGUF file", "GGUF\u{3}\0\0\0\0\0\0\0"),
    ("a zip archive, perhaps PyTorch's .pt or NumPy's .npz", "PK\u{3}\u{4}\u{14}\0\0\0\u{8}\u{8}"),
  ])
  func `F069 names the format that a file has instead`(format: String, text: String) {
    #expect(throws: SafetensorsFault.otherFormat(format)) {
      try SafetensorsFile(contents: Array(text.utf8))
    }
  }

  @Test(
    arguments: [
      ("a pickle", [0x80, 2, 0x7D, 0x71, 0, 0x58, 1, 0, 0, 0]),
      ("an HDF5 file", [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A, 0]),
      ("a NumPy array", [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0, 0x76, 0]),
    ] as [(String, [UInt8])]
  )
  func `F069 names the binary format that a file has instead`(format: String, bytes: [UInt8]) {
    #expect(throws: SafetensorsFault.otherFormat(format)) { try SafetensorsFile(contents: bytes) }
  }

  @Test func `F072 keeps names apart that Unicode calls equal, and takes none as a path`() throws {
    let names = ["../x", "\u{E9}", "e\u{301}", "a\u{1B}[2J"]
    let tensors = names.map { name in
      JSON.string(name).text + #":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}"#
    }
    let sample = Sample(header: "{" + tensors.joined(separator: ",") + "}")
    let file = try SafetensorsFile(contents: sample.bytes)
    #expect(Set(file.entries.map { Array($0.name.utf8) }).count == 4)
    #expect(file.entry(named: "\u{E9}")?.name.utf8.count == 2)
    let long = String(repeating: "x", count: 257)
    let refused = Self.file(Sample.tensor(long, "F32", "[0]", 0, 0))
    #expect(refused.fault == .tensor(long, .name))
  }
}
