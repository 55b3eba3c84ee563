import TestSupport
import Testing

@testable import Datasets

@Suite struct GzipMemberTests {
  private let text = (0..<1000).map { UInt8(truncatingIfNeeded: $0 * $0) }

  /// Returns what zlib makes of a file that should unpack to so many bytes.
  private func read(_ file: [UInt8], count: Int) -> [UInt8]? {
    guard let reader = GzipReader(compressed: file) else { return nil }
    var output = [UInt8](repeating: 0, count: count + 1)
    let filled = output.withUnsafeMutableBufferPointer { try? reader.read(into: $0) }
    return filled == count ? Array(output.prefix(count)) : nil
  }

  @Test(arguments: [0, 1, 9] as [Int32], [false, true])
  func `inflates one member, stored or packed, with or without a name`(level: Int32, named: Bool) {
    for bytes in [text, [], [7], [UInt8](repeating: 0, count: 300_000)] {
      let file = Gzip.compress(bytes, fields: named, headerChecksum: false, level: level)
      #expect(GzipMember.contents(of: file, count: bytes.count) == bytes)
    }
  }

  @Test(arguments: [-1000, -1, 1, 1000])
  func `leaves another length to the reader`(difference: Int) {
    let file = Gzip.compress(text)
    #expect(GzipMember.contents(of: file, count: text.count + difference) == nil)
  }

  @Test func `F055 leaves several members, and what follows the end, to the reader`() {
    let half = Gzip.compress(Array(text.prefix(500)))
    let rest = Gzip.compress(Array(text.dropFirst(500)))
    let empty = Gzip.compress([])
    for file in [half + rest, empty + half + rest, half + empty + rest] {
      #expect(GzipMember.contents(of: file, count: text.count) == nil)
    }
    let whole = Gzip.compress(text)
    for file in [whole + empty, empty + whole, whole + [0], whole + [0x1F], whole + whole] {
      #expect(GzipMember.contents(of: file, count: text.count) == nil)
    }
  }

  @Test func `F055 leaves a header that is odd, or has a checksum, to the reader`() {
    let whole = Gzip.compress(text)
    var flags = whole
    flags[3] |= 0xE0
    var method = whole
    method[2] = 7
    let checked = Gzip.compress(text, fields: true)
    for file in [flags, method, checked, [], [0x1F], [0x1F, 0x8B, 8]] {
      #expect(GzipMember.contents(of: file, count: text.count) == nil)
    }
  }

  @Test(arguments: 0..<64)
  func `F053 leaves data that is cut to the reader`(part: Int) {
    let whole = Gzip.compress(text, fields: true, headerChecksum: false)
    let cut = part * whole.count / 64
    #expect(GzipMember.contents(of: Array(whole.prefix(cut)), count: text.count) == nil)
  }

  @Test(arguments: [0, 9] as [Int32])
  func `F054 gives of changed bytes what the reader gives, or nothing`(level: Int32) {
    let bytes = Array(text.prefix(60))
    let whole = Gzip.compress(bytes, fields: true, headerChecksum: false, level: level)
    for index in whole.indices {
      for flip in 1...255 as ClosedRange<UInt8> {
        var changed = whole
        changed[index] ^= flip
        guard let contents = GzipMember.contents(of: changed, count: bytes.count) else { continue }
        #expect(contents == bytes, "byte \(index)")
        #expect(contents == read(changed, count: bytes.count), "byte \(index)")
      }
    }
  }

  @Test func `leaves what would take too long to the reader`() {
    let longest = [UInt8](repeating: 0, count: GzipMember.limits.contents)
    #expect(inflatedCount(Gzip.compress(longest, level: 1), count: longest.count) == longest.count)
    #expect(inflatedCount(Gzip.compress(longest + [0], level: 1), count: longest.count + 1) == nil)
    let stored = Gzip.compress(Array(longest.prefix(GzipMember.limits.file)), level: 0)
    #expect(inflatedCount(stored, count: GzipMember.limits.file) == nil)
  }

  /// Returns the length of what a file unpacks to: nobody wants to read the bytes should it be wrong.
  private func inflatedCount(_ file: [UInt8], count: Int) -> Int? {
    GzipMember.contents(of: file, count: count)?.count
  }
}
