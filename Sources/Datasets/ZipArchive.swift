internal import CZlib

/// A zip archive in memory (PKWARE's APPNOTE 6.3).
///
/// Members are stored or deflated, with lengths of 64 bits where an archive has them. Each member's
/// CRC-32 is verified.
struct ZipArchive {
  struct Member {
    let name: String
    let method: Int
    let crc: UInt32
    let compressedSize: Int
    let size: Int
    let headerOffset: Int
  }

  /// The members, in the order of the directory at the archive's end.
  let members: [Member]

  private let contents: [UInt8]

  /// No archive of arrays has more members.
  private static let memberLimit = 10_000

  /// The end of an archive: a record of 22 bytes, and a comment of at most 65,535.
  private static let endSize = 22

  init(contents: [UInt8]) throws(ArrayFault) {
    self.contents = contents
    let reader = LittleEndian(contents)
    guard contents.count >= Self.endSize, reader.number(0, 2) == 0x4B50 else {
      throw .archive("it is no zip archive")
    }
    let lowest = max(0, contents.count - Self.endSize - 0xFFFF)
    let candidates = (lowest...(contents.count - Self.endSize)).reversed()
    guard let end = candidates.first(where: { reader.number($0, 4) == 0x0605_4B50 }) else {
      throw .archive("its directory is missing")
    }
    guard let count = reader.number(end + 10, 2), let start = reader.number(end + 16, 4),
      count <= Self.memberLimit
    else { throw .archive("its directory makes no sense") }
    var members: [Member] = []
    var offset = start
    for _ in 0..<count {
      guard let (member, next) = Self.member(at: offset, reader) else {
        throw .archive("its directory makes no sense")
      }
      members.append(member)
      offset = next
    }
    self.members = members
  }

  /// Returns a member's contents, of at most `budget` bytes; `stop` is asked as they are unpacked.
  func contents(
    of member: Member,
    budget: Int,
    stop: () -> Bool
  ) throws(ArrayFault) -> [UInt8] {
    guard member.size <= budget else { throw .memory(bytes: member.size, budget: budget) }
    let reader = LittleEndian(contents)
    // The local header has a name and extra fields of its own, which may be longer.
    guard reader.number(member.headerOffset, 4) == 0x0403_4B50,
      let name = reader.number(member.headerOffset + 26, 2),
      let extra = reader.number(member.headerOffset + 28, 2)
    else { throw .archive("a member is missing") }
    let start = member.headerOffset + 30 + name + extra
    guard start <= contents.count, member.compressedSize <= contents.count - start else {
      throw .archive("a member ends early")
    }
    let packed = contents[start..<(start + member.compressedSize)]
    let bytes: [UInt8]
    switch member.method {
    case 0:
      guard member.size == member.compressedSize else { throw .archive("a length is wrong") }
      bytes = Array(packed)
    case 8: bytes = try Self.inflate(packed, size: member.size, stop: stop)
    default: throw .archive("a member is packed by the unknown method \(member.method)")
    }
    // SAFETY: the bytes are read within the call.
    let crc = bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    guard UInt32(truncatingIfNeeded: crc) == member.crc else {
      throw .archive("the checksum of a member is wrong")
    }
    return bytes
  }

  /// Returns the member that an entry of the directory tells of, and where the next entry begins.
  private static func member(at offset: Int, _ reader: LittleEndian) -> (Member, next: Int)? {
    guard reader.number(offset, 4) == 0x0201_4B50, let flags = reader.number(offset + 8, 2),
      let method = reader.number(offset + 10, 2), let crc = reader.number(offset + 16, 4),
      let packed = reader.number(offset + 20, 4), let size = reader.number(offset + 24, 4),
      let nameSize = reader.number(offset + 28, 2), let extraSize = reader.number(offset + 30, 2),
      let commentSize = reader.number(offset + 32, 2), let place = reader.number(offset + 42, 4),
      let name = reader.text(offset + 46, nameSize),
      // Encrypted members have the lowest bit.
      flags & 1 == 0
    else { return nil }
    var numbers = [size, packed, place]
    guard widen(&numbers, from: offset + 46 + nameSize, extraSize, reader) else { return nil }
    let member = Member(
      name: name,
      method: method,
      crc: UInt32(truncatingIfNeeded: crc),
      compressedSize: numbers[1],
      size: numbers[0],
      headerOffset: numbers[2]
    )
    return (member, offset + 46 + nameSize + extraSize + commentSize)
  }

  /// Replaces the numbers that do not fit in 32 bits by those of the extra field; false where they
  /// are missing.
  private static func widen(
    _ numbers: inout [Int],
    from start: Int,
    _ size: Int,
    _ reader: LittleEndian
  ) -> Bool {
    guard numbers.contains(0xFFFF_FFFF) else { return true }
    var offset = start
    while let kind = reader.number(offset, 2), let length = reader.number(offset + 2, 2),
      offset + 4 + length <= start + size
    {
      if kind == 1 {
        var place = offset + 4
        for index in numbers.indices where numbers[index] == 0xFFFF_FFFF {
          guard let number = reader.number(place, 8) else { return false }
          numbers[index] = number
          place += 8
        }
        return true
      }
      offset += 4 + length
    }
    return false
  }

  private static func inflate(
    _ packed: ArraySlice<UInt8>,
    size: Int,
    stop: () -> Bool
  ) throws(ArrayFault) -> [UInt8] {
    // The parts that zlib is handed at once have 32-bit lengths.
    guard size < 1 << 31, packed.count < 1 << 31 else { throw .archive("a member is too long") }
    var status = Z_DATA_ERROR
    // One byte more than promised shows whether there is more.
    // SAFETY: `count` says how many bytes zlib has written.
    let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      packed.withUnsafeBufferPointer { input in
        // SAFETY: zlib keeps the address of the stream, so it stays in one place until the end.
        let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
        stream.initialize(to: z_stream())
        defer { stream.deallocate() }
        // A negative window size means data without zlib's own header.
        let streamSize = Int32(MemoryLayout<z_stream>.size)
        guard inflateInit2_(stream, -15, ZLIB_VERSION, streamSize) == Z_OK else { return }
        defer { inflateEnd(stream) }
        // SAFETY: both regions outlive the call, and zlib is told how long they are; it only reads
        // its input.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = buffer.baseAddress
        repeat {
          let room = min(size + 1 - count, GzipReader.pieceSize)
          stream.pointee.avail_out = UInt32(room)
          status = CZlib.inflate(stream, Z_NO_FLUSH)
          count += room - Int(stream.pointee.avail_out)
        } while status == Z_OK && count <= size && !stop()
      }
    }
    if stop() { throw .stopped }
    guard status == Z_STREAM_END, bytes.count == size else {
      throw .archive("a member's packed data are damaged")
    }
    return bytes
  }
}

/// Reads whole numbers that may lie beyond the end of the bytes.
private struct LittleEndian {
  private let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Returns the number of some bytes, or nil where they are missing or it is too large to be a
  /// place in memory.
  func number(_ offset: Int, _ size: Int) -> Int? {
    guard offset >= 0, offset <= bytes.count - size else { return nil }
    let number = bytes[offset..<(offset + size)].reversed().reduce(UInt64(0)) {
      $0 << 8 | UInt64($1)
    }
    return number <= UInt64(Int.max / 4) ? Int(number) : nil
  }

  /// Returns the text of some bytes, or nil where they are missing or no UTF-8.
  func text(_ offset: Int, _ size: Int) -> String? {
    guard offset >= 0, offset <= bytes.count - size else { return nil }
    return String(validating: bytes[offset..<(offset + size)], as: UTF8.self)
  }
}
