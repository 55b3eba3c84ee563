import Files
import Testing

@testable import Jupyter

@Suite struct WireTests {
  private let key = Array("a key".utf8)

  private func frames(
    _ type: String = "execute_request",
    identifier: String = "m1",
    date: String = "2026-01-01T00:00:00Z"
  ) -> [[UInt8]] {
    let header: JSON = [
      "msg_id": .string(identifier), "msg_type": .string(type), "date": .string(date),
    ]
    let parts = [JSONWriter.compact(header)] + Array(repeating: Array("{}".utf8), count: 3)
    let signature = MessageSigner(key: key).signature(of: parts[...])
    return [[1, 2, 3], Wire.delimiter, signature] + parts
  }

  @Test func `a signed message is read`() throws {
    let message = try Wire(key: key, username: "u").decode(frames(), at: 5)
    #expect(message.identities == [[1, 2, 3]])
    #expect(message.type == "execute_request")
    #expect(message.date == 1_767_225_600_000_000)
    #expect(message.arrival == 5)
  }

  @Test func `the signature is HMAC-SHA256 in lower case`() {
    // RFC 4231, test case 2.
    let signature = MessageSigner(key: Array("Jefe".utf8))
      .signature(of: [Array("what do ya want ".utf8), Array("for nothing?".utf8)][...])
    let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    #expect(String(decoding: signature, as: UTF8.self) == expected)
  }

  @Test(
    arguments: [
      { _ in [] }, { Array($0.dropLast()) }, { $0 + [48] },
      { String(decoding: $0, as: UTF8.self).uppercased().utf8.map(\.self) },
      { [$0[0] ^ 1] + $0.dropFirst() }, { $0.dropLast() + [$0[63] ^ 1] },
      { _ in Array(repeating: 103, count: 64) },
    ] as [@Sendable ([UInt8]) -> [UInt8]]
  )
  func `F130 a wrong signature is refused`(change: @Sendable ([UInt8]) -> [UInt8]) {
    var forged = frames()
    forged[2] = change(forged[2])
    #expect(throws: Wire.Fault.forged) { try Wire(key: key, username: "u").decode(forged, at: 0) }
  }

  @Test func `F131 a replayed message is refused`() throws {
    let wire = Wire(key: key, username: "u")
    _ = try wire.decode(frames(), at: 0)
    #expect(throws: Wire.Fault.replayed) { try wire.decode(frames(), at: 0) }
    _ = try wire.decode(frames(identifier: "m2"), at: 0)
  }

  @Test func `F131 what a full record has dropped is still refused`() {
    var record = ReplayGuard(capacity: 4)
    func mark(_ number: Int) -> [UInt8] { Array(("000000000000000\(number)" + "0").utf8) }
    for number in 1..<10 {
      let isNew = record.admit(signature: mark(number), date: number * 10)
      #expect(isNew)
    }
    for number in 1..<10 {
      let isNew = record.admit(signature: mark(number), date: number * 10)
      #expect(!isNew, "\(number)")
    }
    let isUndatedNew = record.admit(signature: mark(0), date: nil)
    #expect(!isUndatedNew)
  }

  @Test(arguments: [0, 1, 2, 3, 5, 6])
  func `F132 frames that are missing are noticed`(count: Int) {
    #expect(throws: Wire.Fault.malformed) {
      try Wire(key: key, username: "u").decode(Array(frames().prefix(count)), at: 0)
    }
  }

  @Test func `F132 a second delimiter or too many frames are refused`() {
    let wire = Wire(key: key, username: "u")
    var doubled = frames()
    doubled.insert(Wire.delimiter, at: 1)
    #expect(throws: Wire.Fault.self) { try wire.decode(doubled, at: 0) }
    let crowd = Array(repeating: [UInt8(1)], count: 100) + frames()
    #expect(throws: Wire.Fault.malformed) { try wire.decode(crowd, at: 0) }
  }

  @Test(arguments: ["", "no", "[]", "{}", #"{"msg_type":"a"}"#, #"{"msg_id":"a","msg_type":5}"#])
  func `F134 a signed header without sense is refused`(header: String) {
    var frames = frames()
    frames[3] = Array(header.utf8)
    frames[2] = MessageSigner(key: key).signature(of: frames[3...])
    #expect(throws: Wire.Fault.malformed) {
      try Wire(key: key, username: "u").decode(frames, at: 0)
    }
  }

  @Test func `a reply names its parent as it came, and is signed`() throws {
    let parent = Array(#"{ "msg_id" : "x" }"#.utf8)
    let reply = Reply(prefix: [[9]], type: "status", parent: parent, content: ["a": 1])
    let frames = Wire(key: key, username: "u").encode(reply)
    #expect(frames[0] == [9] && frames[1] == Wire.delimiter && frames[4] == parent)
    #expect(MessageSigner(key: key).isValid(frames[2], of: frames[3...]))
    let header = try JSONReader.read(frames[3])
    #expect(header["version"] == "5.5" && header["msg_type"] == "status")
    #expect(header["date"]?.string.flatMap(Timestamp.moment(of:)) != nil)
  }

  @Test func `without a key nothing is signed`() throws {
    let wire = Wire(key: [], username: "u")
    var frames = frames()
    frames[2] = []
    _ = try wire.decode(frames, at: 0)
    _ = try wire.decode(frames, at: 0)
    #expect(wire.encode(Reply(prefix: [], type: "a", parent: [], content: [:]))[1] == [])
  }
}
