internal import Files

/// Takes the contents of an IDX file apart, within a budget of memory.
struct IDXDecoder {
  /// The file, for errors.
  let path: FilePath

  /// The numbers of dimensions that will do.
  let rank: ClosedRange<Int>

  /// The bytes that the elements may need.
  let budget: Int

  /// Whether the work is to end.
  let stop: () -> Bool

  /// The memory that inflating needs beside the elements: zlib's window and state.
  private static let inflateOverhead = 64 << 10

  /// Returns header and elements of a plain file, whose elements move to the array's beginning.
  func split(_ contents: consuming [UInt8]) throws(DatasetError) -> (IDXHeader, [UInt8]) {
    let header = try header(of: contents)
    guard header.elementCount <= budget else { throw tooLarge(header.elementCount) }
    contents.removeFirst(header.bytes.count)
    return (header, contents)
  }

  private func header(of contents: [UInt8]) throws(DatasetError) -> IDXHeader {
    var rest = contents[...]
    return try blamingFile { () throws(DataFault) in
      let header = try IDXHeader(rank: rank) { count in
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }
      guard rest.count == header.elementCount else {
        let expected = header.bytes.count + header.elementCount
        throw .wrongLength(expected: expected, found: contents.count)
      }
      return header
    }
  }

  /// Returns header and elements of a compressed file; it stops one byte past what the header
  /// promises, however much more the data would inflate to.
  func inflate(_ contents: [UInt8]) throws(DatasetError) -> (IDXHeader, [UInt8]) {
    guard let reader = GzipReader(compressed: contents) else {
      throw tooLarge(Self.inflateOverhead)
    }
    let header = try blamingFile { () throws(DataFault) in
      try IDXHeader(rank: rank) { count throws(DataFault) in try next(count, of: reader) }
    }
    guard header.elementCount <= budget else { throw tooLarge(header.elementCount) }
    if let values = elementsAtOnce(after: header, in: contents) { return (header, values) }
    let values = try blamingFile { () throws(DataFault) in
      try elements(after: header, of: reader)
    }
    return (header, values)
  }

  /// Returns the elements of a compressed file of one sound member that is as long as its header
  /// promises; nil of any other, which is for the reader to judge.
  private func elementsAtOnce(after header: IDXHeader, in contents: [UInt8]) -> [UInt8]? {
    let count = header.bytes.count + header.elementCount
    guard var file = GzipMember.contents(of: contents, count: count),
      file.starts(with: header.bytes)
    else { return nil }
    // To move 47 MB takes 1.7 ms, a twentieth of what inflating them does.
    file.removeFirst(header.bytes.count)
    return file
  }

  private func elements(
    after header: IDXHeader,
    of reader: GzipReader
  ) throws(DataFault) -> [UInt8] {
    let values = try next(header.elementCount, of: reader)
    let expected = header.bytes.count + header.elementCount
    guard values.count == header.elementCount else {
      throw .wrongLength(expected: expected, found: header.bytes.count + values.count)
    }
    // This read also verifies the checksum, which stands at the end.
    guard try next(1, of: reader).isEmpty else { throw .longer(expected: expected) }
    return values
  }

  private func next(_ count: Int, of reader: GzipReader) throws(DataFault) -> [UInt8] {
    var fault: DataFault?
    // SAFETY: `filled` says how many bytes the reader has written.
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      LargePages.request(for: UnsafeMutableRawBufferPointer(buffer))
      do throws(DataFault) {
        filled = try reader.read(
          into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]),
          stop: stop
        )
      } catch {
        fault = error
      }
    }
    if let fault { throw fault }
    return bytes
  }

  private func blamingFile<T>(
    _ body: () throws(DataFault) -> T
  ) throws(DatasetError) -> T {
    do throws(DataFault) { return try body() } catch {
      throw .data(path: path.description, error)
    }
  }

  private func tooLarge(_ bytes: Int) -> DatasetError {
    .tooLarge(path: path.description, bytes: bytes, budget: budget)
  }
}
