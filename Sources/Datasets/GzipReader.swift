internal import CZlib

/// Inflates gzip data piece by piece, checking the CRC-32 and the length of each member.
///
/// Members that follow each other are joined. It is a class because it owns zlib's state.
public final class GzipReader {
  /// The bytes that are unpacked between two questions whether to stop: some milliseconds.
  static let pieceSize = 2 << 20

  private let compressed: [UInt8]
  private var position = 0
  private var stream: UnsafeMutablePointer<z_stream>
  private var isAtEnd = false

  /// Creates a reader over a whole gzip file.
  ///
  /// Returns nil where zlib has no memory for its state.
  public init?(compressed: [UInt8]) {
    self.compressed = compressed
    // SAFETY: zlib keeps the address of the stream, so it lives on the heap until `deinit`.
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 is the greatest window; 16 more asks for gzip framing and nothing else.
    let size = Int32(MemoryLayout<z_stream>.size)
    guard inflateInit2_(stream, 15 + 16, ZLIB_VERSION, size) == Z_OK else { return nil }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Returns whether bytes begin as gzip data does.
  public static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// Fills a buffer, and returns how many bytes there were: fewer only at the end of the data.
  ///
  /// The last member's checksum is verified by the read that finds the end, so a caller who knows
  /// the length reads one byte more. `stop` is asked as the work goes on.
  public func read(
    into buffer: UnsafeMutableBufferPointer<UInt8>,
    stop: () -> Bool = { false }
  ) throws(DataFault) -> Int {
    var filled = 0
    while filled < buffer.count, !isAtEnd {
      if stop() { throw .stopped }
      let status: Int32
      (status, filled) = inflate(into: buffer, from: filled)
      switch status {
      case Z_OK: continue
      case Z_STREAM_END: try beginNextMember()
      case Z_BUF_ERROR: throw .gzipEndsEarly
      default: throw .gzipDamaged(reason: reason(status))
      }
    }
    return filled
  }

  private func inflate(
    into buffer: UnsafeMutableBufferPointer<UInt8>,
    from start: Int
  ) -> (status: Int32, filled: Int) {
    // SAFETY: zlib keeps no pointer into the input beyond the call.
    compressed.withUnsafeBufferPointer { input in
      // zlib counts in 32 bits.
      let available = min(input.count - position, 1 << 30)
      let room = min(buffer.count - start, Self.pieceSize)
      // SAFETY: both regions outlive the call, and zlib is told how long they are. It only reads
      // its input, whose type lacks `const` for the sake of old compilers.
      stream.pointee.next_in = UnsafeMutablePointer(
        mutating: input.baseAddress.map { $0 + position }
      )
      stream.pointee.avail_in = UInt32(available)
      stream.pointee.next_out = buffer.baseAddress.map { $0 + start }
      stream.pointee.avail_out = UInt32(room)
      let status = CZlib.inflate(stream, Z_NO_FLUSH)
      position += available - Int(stream.pointee.avail_in)
      return (status, start + room - Int(stream.pointee.avail_out))
    }
  }

  private func beginNextMember() throws(DataFault) {
    let rest = compressed[position...]
    guard !rest.isEmpty else {
      isAtEnd = true
      return
    }
    guard rest.starts(with: [0x1F, 0x8B]) else {
      throw .gzipFollowedByGarbage(offset: position)
    }
    inflateReset(stream)
  }

  private func reason(_ status: Int32) -> String {
    stream.pointee.msg.map { String(cString: $0) } ?? "zlib error \(status)"
  }
}
