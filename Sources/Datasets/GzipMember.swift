internal import CDeflate
internal import Files

/// Inflates a gzip file of one member in one call, to a length that is known.
///
/// libdeflate takes 34 ms for MNIST's training images, 9.6 MB for 47, where zlib takes 84: zlib can
/// pause anywhere. The one call cannot be stopped, nor say what is wrong. So whoever gets nil goes
/// on with `GzipReader`, which joins members, finds faults, and has the words for them.
///
/// The CRC-32 and the length are verified, so that a changed file gives its old contents or nil. But
/// libdeflate accepts some codes that zlib calls damaged, such as more of them than there are
/// distances: of 20 million small files, each with up to three bytes changed, 57 that had kept their
/// contents came back from libdeflate alone, and none with others.
enum GzipMember {
  /// The longest files, and the longest contents, that are inflated in one call.
  ///
  /// It takes 2.5 ms for each megabyte of the one and 0.2 ms for each of the other, measured with
  /// images, text and noise: an interruption waits for a tenth of a second at most.
  static let limits = (file: 32 << 20, contents: 64 << 20)

  /// Returns the contents, or nil where the file is damaged, unpacks to another length than `count`,
  /// has more than one member or bytes after its end, or is too long.
  static func contents(of file: [UInt8], count: Int) -> [UInt8]? {
    guard file.count <= limits.file, count <= limits.contents, !hasHeaderChecksum(file),
      let decompressor = libdeflate_alloc_decompressor()
    else { return nil }
    defer { libdeflate_free_decompressor(decompressor) }
    var isSound = false
    // SAFETY: `filled` is `count` only where libdeflate says that it has written so many bytes.
    let contents = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      LargePages.request(for: UnsafeMutableRawBufferPointer(buffer))
      file.withUnsafeBytes { input in
        var read = 0
        // SAFETY: libdeflate is told how long both regions are, and keeps no pointer into them. It
        // gets no place to say how much it wrote, so that anything but `count` bytes is a failure.
        let result = libdeflate_gzip_decompress_ex(
          decompressor,
          input.baseAddress,
          input.count,
          buffer.baseAddress,
          count,
          &read,
          nil
        )
        isSound = result == LIBDEFLATE_SUCCESS && read == input.count
      }
      filled = isSound ? count : 0
    }
    return isSound ? contents : nil
  }

  /// Returns whether the header has a checksum of its own (RFC 1952's FHCRC), which libdeflate skips
  /// and zlib verifies.
  private static func hasHeaderChecksum(_ file: [UInt8]) -> Bool {
    file.count > 3 && file[3] & 0x02 != 0
  }
}
