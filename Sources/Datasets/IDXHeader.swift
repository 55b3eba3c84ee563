/// The header of an IDX file, each field checked before it is used.
///
/// It is big-endian: two zero bytes, the type of the elements, the number of dimensions, and each
/// dimension in 32 bits (Yann LeCun's description of the MNIST files).
struct IDXHeader: Equatable {
  /// The extents, outermost first.
  let dimensions: [Int]

  /// The product of the extents.
  let elementCount: Int

  /// The header as it stands in the file.
  let bytes: [UInt8]

  /// The type code of unsigned bytes.
  private static let unsignedByte: UInt8 = 0x08

  /// Creates a header for extents that are known to be sound.
  init(dimensions: [Int]) {
    self.dimensions = dimensions
    elementCount = dimensions.reduce(1, *)
    bytes =
      [0, 0, Self.unsignedByte, UInt8(dimensions.count)]
      + dimensions.flatMap { extent in
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: extent >> $0) }
      }
  }

  /// Creates a header from a file, of which `read` returns the next bytes, fewer at its end.
  init(rank: ClosedRange<Int>, read: (Int) throws(DataFault) -> [UInt8]) throws(DataFault) {
    let magic = try read(4)
    guard magic.count == 4 else { throw .headerEnds(byte: magic.count) }
    guard magic[0] == 0, magic[1] == 0 else { throw .notIDX(magic: Self.number(magic[...])) }
    guard magic[2] == Self.unsignedByte else { throw .unsupportedElement(code: magic[2]) }
    let found = Int(magic[3])
    guard rank.contains(found) else { throw .unsupportedRank(expected: rank, found: found) }
    let extents = try read(4 * found)
    guard extents.count == 4 * found else { throw .headerEnds(byte: 4 + extents.count) }
    let dimensions = (0..<found).map { Int(Self.number(extents[(4 * $0)..<(4 * $0 + 4)])) }
    var product = 1
    for extent in dimensions {
      let (next, overflow) = product.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw .dimensionsOverflow(dimensions) }
      product = next
    }
    // The whole file must be countable as well.
    guard product <= Int.max - 4 - extents.count - 1 else {
      throw .dimensionsOverflow(dimensions)
    }
    self.dimensions = dimensions
    elementCount = product
    bytes = magic + extents
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reduce(0) { $0 << 8 | UInt32($1) }
  }
}
