import Files
import Glibc
import Tensors
import TestSupport
import Testing

@testable import Datasets

@Suite struct IDXFileTests {
  private func decode(
    _ contents: [UInt8],
    rank: ClosedRange<Int> = 1...4,
    budget: Int = 1 << 20
  ) throws(DatasetError) -> IDXFile {
    try IDXFile(contents: contents, path: "p", rank: rank, budget: budget)
  }

  @Test(arguments: [false, true])
  func `reads dimensions and elements`(compressed: Bool) throws {
    let file = IDX.file([3, 2, 5])
    let idx = try decode(compressed ? Gzip.compress(file) : file)
    #expect(idx.dimensions == [3, 2, 5])
    #expect(idx.values == Array(file.dropFirst(16)))
  }

  /// Returns the digest of a file's contents, and how often it was asked whether to stop.
  private func read(_ contents: [UInt8]) throws -> (sha256: String, questions: Int) {
    var questions = 0
    let file = try IDXFile(contents: contents, path: "p", rank: 3...3, budget: 1 << 24) {
      questions += 1
      return false
    }
    return (file.sha256, questions)
  }

  @Test func `inflates one member in one call, and several in pieces`() throws {
    let file = IDX.file([3000, 50, 40])
    let digest = ContentDigest.sha256(file)
    let whole = try read(Gzip.compress(file, level: 1))
    #expect(whole.sha256 == digest)
    // Once for each part of the header: its first four bytes, and the dimensions.
    #expect(whole.questions == 2)
    let half = Gzip.compress(Array(file.prefix(1 << 20)), level: 1)
    let rest = Gzip.compress(Array(file.dropFirst(1 << 20)), fields: true, level: 1)
    let joined = try read(half + rest)
    #expect(joined.sha256 == digest)
    #expect(joined.questions > 4)
  }

  @Test func `F054 finds that the checksum of a header is wrong`() throws {
    let file = IDX.file([6, 2, 5])
    var packed = Gzip.compress(file, fields: true)
    #expect(try decode(packed).values == Array(file.dropFirst(16)))
    // A byte of the time, which nothing else protects.
    packed[4] ^= 1
    #expect(throws: DatasetError.data(path: "p", .gzipDamaged(reason: "header crc mismatch"))) {
      try decode(packed)
    }
  }

  @Test(arguments: 0..<16, [false, true])
  func `F047 says where a header ends`(count: Int, compressed: Bool) {
    let cut = Array(IDX.file([3, 2, 5]).prefix(count))
    #expect(throws: DatasetError.data(path: "p", .headerEnds(byte: count))) {
      try decode(compressed ? Gzip.compress(cut) : cut)
    }
  }

  @Test(
    arguments: [
      ([1, 0, 8, 1], DataFault.notIDX(magic: 0x0100_0801)),
      ([0, 1, 8, 1], .notIDX(magic: 0x0001_0801)), ([3, 8, 0, 0], .notIDX(magic: 0x0308_0000)),
      ([0x89, 0x50, 0x4E, 0x47], .notIDX(magic: 0x8950_4E47)),
      ([0, 0, 7, 1], .unsupportedElement(code: 7)), ([0, 0, 15, 1], .unsupportedElement(code: 15)),
      ([0, 0, 8, 0], .unsupportedRank(expected: 1...4, found: 0)),
      ([0, 0, 8, 255], .unsupportedRank(expected: 1...4, found: 255)),
    ] as [([UInt8], DataFault)]
  )
  func `F048 refuses other magic numbers, types and ranks`(magic: [UInt8], fault: DataFault) {
    #expect(throws: DatasetError.data(path: "p", fault)) {
      try decode(magic + [UInt8](repeating: 0, count: 1100))
    }
  }

  @Test func `F049 refuses dimensions that overflow`() {
    let huge = Int(UInt32.max)
    #expect(throws: DatasetError.data(path: "p", .dimensionsOverflow([huge, huge, huge]))) {
      try decode(IDX.header([.max, .max, .max]))
    }
    #expect(throws: DatasetError.data(path: "p", .wrongLength(expected: 8 + 1 << 31, found: 8))) {
      try decode(IDX.header([1 << 31]))
    }
    #expect(throws: DatasetError.data(path: "p", .wrongLength(expected: 16 + 1 << 48, found: 16))) {
      try decode(IDX.header([1 << 16, 1 << 16, 1 << 16]))
    }
    // A product of zero hides nothing: what multiplies to too much before it is refused.
    #expect(throws: DatasetError.self) { try decode(IDX.header([.max, .max, .max, 0])) }
  }

  @Test(arguments: [-10, -1, 1, 10])
  func `F050 names both sizes where a plain file has another length`(difference: Int) {
    let file = IDX.file([6, 2, 5])
    let changed = Array((file + [UInt8](repeating: 0, count: 10)).prefix(file.count + difference))
    #expect(
      throws: DatasetError.data(
        path: "p",
        .wrongLength(expected: file.count, found: changed.count)
      )
    ) { try decode(changed) }
  }

  @Test func `F050 names the promised size where compressed data is short or long`() {
    let file = IDX.file([6, 2, 5])
    let short = Gzip.compress(Array(file.dropLast(10)))
    #expect(throws: DatasetError.data(path: "p", .wrongLength(expected: 76, found: 66))) {
      try decode(short)
    }
    #expect(throws: DatasetError.data(path: "p", .longer(expected: 76))) {
      try decode(Gzip.compress(file + [0]))
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `F056 stops one byte past the promised size, however far the data would go`() {
    let bomb = Gzip.compress(IDX.header([10]) + [UInt8](repeating: 0, count: 32 << 20))
    #expect(throws: DatasetError.data(path: "p", .longer(expected: 18))) { try decode(bomb) }
    // The checksum of the bomb was not reached: a damaged end changes nothing.
    #expect(throws: DatasetError.data(path: "p", .longer(expected: 18))) {
      try decode(bomb.dropLast(100))
    }
  }

  @Test func `F056 refuses a header past the budget before it allocates`() {
    let file = Gzip.compress(IDX.header([1 << 31, 1 << 8]) + [0])
    #expect(throws: DatasetError.tooLarge(path: "p", bytes: 1 << 39, budget: 1 << 20)) {
      try decode(file)
    }
    #expect(throws: DatasetError.tooLarge(path: "p", bytes: 60, budget: 59)) {
      try decode(IDX.file([60]), budget: 59)
    }
    #expect(throws: Never.self) { try decode(IDX.file([60]), budget: 60) }
  }

  @Test func `F057 the contents decide, not the name`() throws {
    let directory = TemporaryDirectory()
    let plain = IDX.file([4])
    let path = directory.write(plain, to: "plain.gz")
    #expect(try IDXFile(reading: FilePath(path), rank: 1...1, budget: 1000).values.count == 4)
    let other = directory.write(Gzip.compress(plain), to: "packed.png")
    #expect(try IDXFile(reading: FilePath(other), rank: 1...1, budget: 1000).values.count == 4)
  }

  @Test func `F057 gzip within gzip is no IDX`() {
    let twice = Gzip.compress(Gzip.compress(IDX.file([4])))
    #expect {
      try decode(twice)
    } throws: { error in
      guard case .data(_, .notIDX(let magic)) = error as? DatasetError else { return false }
      return magic >> 16 == 0x1F8B
    }
  }

  @Test(.timeLimit(.minutes(1)))
  func `F059 refuses pipes and directories without blocking`() {
    let directory = TemporaryDirectory()
    mkfifo(directory.file("fifo"), 0o600)
    for name in ["fifo", ".", "missing"] {
      let path = FilePath(directory.file(name))
      #expect {
        try IDXFile(reading: path, rank: 1...1, budget: 1000)
      } throws: { error in
        guard case .file(let reason) = error as? DatasetError else { return false }
        return reason.path == path.description
      }
    }
  }

  @Test func `refuses a file that alone exceeds the budget`() {
    let directory = TemporaryDirectory()
    let path = FilePath(directory.write(IDX.file([100]), to: "a"))
    #expect(throws: DatasetError.self) { try IDXFile(reading: path, rank: 1...1, budget: 107) }
    // The file and its elements are in memory together.
    #expect(throws: DatasetError.self) { try IDXFile(reading: path, rank: 1...1, budget: 207) }
    #expect(throws: Never.self) { try IDXFile(reading: path, rank: 1...1, budget: 208) }
  }

  @Test func `takes the first entries, and hashes what is left`() throws {
    let file = try decode(IDX.file([3, 2, 5]))
    #expect(file.prefix(2).values == Array(file.values.prefix(20)))
    #expect(file.prefix(2).dimensions == [2, 2, 5])
    #expect(file.prefix(7).dimensions == [3, 2, 5])
    #expect(file.prefix(nil).dimensions == [3, 2, 5])
    #expect(file.hashed().prefix(2).sha256 == (try decode(IDX.file([2, 2, 5]))).sha256)
    #expect(file.hashed().sha256 == ContentDigest.sha256(IDX.file([3, 2, 5])))
  }

  @Test(arguments: 0..<4, [false, true])
  func `F049 random changes never end the process nor give other compressed data`(
    seed: Int,
    compressed: Bool
  ) {
    let file = IDX.file([6, 2, 5])
    let whole = compressed ? Gzip.compress(file) : file
    let original = Array(file.dropFirst(16))
    var random = RandomSource(seed: UInt64(seed)).stream(.script)
    for _ in 0..<250 {
      var bytes = whole
      for _ in 0...random.next(below: 3) {
        let index = Int(random.next(below: UInt32(bytes.count)))
        switch random.next(below: 4) {
        case 0: bytes[index] ^= 1 << UInt8(random.next(below: 8))
        case 1: bytes[index] = 0xFF
        case 2: bytes.removeSubrange(index..<min(index + 3, bytes.count))
        default: bytes.insert(contentsOf: bytes[index...].prefix(4), at: index)
        }
      }
      let result = Result { () throws(DatasetError) in try decode(bytes) }
      guard case .success(let decoded) = result else { continue }
      let count = decoded.dimensions.reduce(1, *)
      #expect(decoded.values.count == count)
      if compressed { #expect(decoded.values == original) }
    }
  }
}
