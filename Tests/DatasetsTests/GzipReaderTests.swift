import Testing

@testable import Datasets

@Suite struct GzipReaderTests {
  private let text = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * $0) }

  private func inflate(_ bytes: [UInt8], limit: Int = 5000) throws(DataFault) -> [UInt8] {
    guard let reader = GzipReader(compressed: bytes) else { return [] }
    var output = [UInt8](repeating: 0, count: limit)
    var result: Result<Int, DataFault> = .success(0)
    output.withUnsafeMutableBufferPointer { buffer in
      result = Result { () throws(DataFault) in try reader.read(into: buffer) }
    }
    return Array(output.prefix(try result.get()))
  }

  @Test func `inflates what was compressed`() throws {
    #expect(try inflate(Gzip.compress(text)) == text)
    #expect(try inflate(Gzip.compress([])) == [])
  }

  @Test func `F055 joins members, with all header fields and with empty members`() throws {
    let half = Gzip.compress(Array(text.prefix(500)), fields: true)
    let rest = Gzip.compress(Array(text.dropFirst(500)))
    let empty = Gzip.compress([], fields: true)
    #expect(try inflate(empty + half + empty + rest + empty) == text)
  }

  @Test(arguments: 0..<64)
  func `F053 refuses data that is cut`(part: Int) {
    let whole = Gzip.compress(text, fields: true)
    // At two bytes it still begins like gzip; what is shorter is not asked of this reader.
    let cut = 2 + part * (whole.count - 2) / 64
    #expect(throws: DataFault.gzipEndsEarly) { try inflate(Array(whole.prefix(cut))) }
  }

  @Test func `F054 each changed byte is found or changes nothing`() throws {
    let whole = Gzip.compress(Array(text.prefix(60)), fields: false)
    for index in whole.indices {
      for flip: UInt8 in [0x01, 0x20, 0x80, 0xFF] {
        var changed = whole
        changed[index] ^= flip
        let result = Result { () throws(DataFault) in try inflate(changed) }
        switch result {
        case .success(let bytes): #expect(bytes == Array(text.prefix(60)), "byte \(index)")
        case .failure: break
        }
        // Magic number and method stand first, CRC-32 and length last.
        if index < 3 || index >= whole.count - 8 {
          #expect(throws: DataFault.self, "byte \(index)") { try result.get() }
        }
      }
    }
  }

  @Test func `F055 refuses reserved flags, another method and garbage after the end`() throws {
    let whole = Gzip.compress(text)
    var flags = whole
    flags[3] |= 0xE0
    #expect(throws: DataFault.gzipDamaged(reason: "unknown header flags set")) {
      try inflate(flags)
    }
    var method = whole
    method[2] = 7
    #expect(throws: DataFault.gzipDamaged(reason: "unknown compression method")) {
      try inflate(method)
    }
    for garbage: [UInt8] in [[0], [0x1F], [0x1F, 0x8C], [0, 0, 0, 0]] {
      #expect(throws: DataFault.gzipFollowedByGarbage(offset: whole.count)) {
        try inflate(whole + garbage)
      }
    }
  }

  @Test func `stops where the buffer is full`() throws {
    let bomb = Gzip.compress([UInt8](repeating: 0, count: 8 << 20))
    #expect(try inflate(bomb, limit: 10) == [UInt8](repeating: 0, count: 10))
  }
}
