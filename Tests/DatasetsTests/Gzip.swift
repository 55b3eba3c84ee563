import CZlib

/// Makes gzip data for tests.
enum Gzip {
  /// Returns one member, with all optional header fields if asked, the checksum of the header if
  /// asked too; a level of 0 stores the bytes as they are.
  static func compress(
    _ bytes: [UInt8],
    fields: Bool = false,
    headerChecksum: Bool = true,
    level: Int32 = 9
  ) -> [UInt8] {
    var stream = z_stream()
    let size = Int32(MemoryLayout<z_stream>.size)
    let status = deflateInit2_(
      &stream,
      level,
      Z_DEFLATED,
      15 + 16,
      8,
      Z_DEFAULT_STRATEGY,
      ZLIB_VERSION,
      size
    )
    precondition(status == Z_OK, "a test has memory for zlib")
    defer { deflateEnd(&stream) }
    var input = bytes
    var extra: [UInt8] = [65, 66, 2, 0, 1, 2]
    var name = Array("name\0".utf8)
    var comment = Array("comment\0".utf8)
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 100)
    let count = output.count
    extra.withUnsafeMutableBufferPointer { extra in
      name.withUnsafeMutableBufferPointer { name in
        comment.withUnsafeMutableBufferPointer { comment in
          var header = gz_header()
          header.extra = extra.baseAddress
          header.extra_len = UInt32(extra.count)
          header.name = name.baseAddress
          header.comment = comment.baseAddress
          header.hcrc = headerChecksum ? 1 : 0
          if fields { deflateSetHeader(&stream, &header) }
          input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
              stream.next_in = input.baseAddress
              stream.avail_in = UInt32(input.count)
              stream.next_out = output.baseAddress
              stream.avail_out = UInt32(count)
              deflate(&stream, Z_FINISH)
            }
          }
        }
      }
    }
    return Array(output.prefix(count - Int(stream.avail_out)))
  }
}
