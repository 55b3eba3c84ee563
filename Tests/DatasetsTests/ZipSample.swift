import CZlib

/// A zip archive put together by hand, in the manner of `numpy.savez`: with an extra field of
/// twenty bytes in the local headers.
struct ZipSample {
  var members: [(name: String, contents: [UInt8])] = []
  var isDeflated = false
  var method: Int?
  var flags = 0

  var bytes: [UInt8] {
    var archive: [UInt8] = []
    var directory: [UInt8] = []
    for (name, contents) in members {
      // A gzip member is ten bytes of header, deflated data, and eight bytes at its end.
      let packed = isDeflated ? Array(Gzip.compress(contents).dropFirst(10).dropLast(8)) : contents
      let crc = Int(crc32(0, contents, UInt32(contents.count)))
      let method = method ?? (isDeflated ? 8 : 0)
      let offset = archive.count
      archive += Self.numbers((0x0403_4B50, 4), (45, 2), (flags, 2), (method, 2), (0, 4), (crc, 4))
      archive += Self.numbers((0xFFFF_FFFF, 4), (0xFFFF_FFFF, 4), (name.utf8.count, 2), (20, 2))
      archive += Array(name.utf8)
      archive += Self.numbers((1, 2), (16, 2), (contents.count, 8), (packed.count, 8)) + packed
      directory += Self.numbers((0x0201_4B50, 4), (45, 2), (45, 2), (flags, 2), (method, 2), (0, 4))
      directory += Self.numbers((crc, 4), (packed.count, 4), (contents.count, 4))
      directory += Self.numbers((name.utf8.count, 2), (0, 2), (0, 2), (0, 2), (0, 2), (0, 4))
      directory += Self.numbers((offset, 4)) + Array(name.utf8)
    }
    let count = members.count
    let end = Self.numbers(
      (0x0605_4B50, 4),
      (0, 2),
      (0, 2),
      (count, 2),
      (count, 2),
      (directory.count, 4),
      (archive.count, 4),
      (0, 2)
    )
    return archive + directory + end
  }

  private static func numbers(_ fields: (Int, Int)...) -> [UInt8] {
    fields.flatMap { number, size in
      (0..<size).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
    }
  }
}
