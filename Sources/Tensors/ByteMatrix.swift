/// Rows of bytes that stand for floats, such as images: one byte a pixel, expanded only when read.
///
/// Byte `b` stands for `(b/255 - mean) / deviation`, computed in that order in single precision, as
/// torchvision's `ToTensor` and `Normalize` do.
public struct ByteMatrix: Sendable {
  /// The number of rows.
  public let rowCount: Int

  /// The number of bytes in a row.
  public let columnCount: Int

  /// The bytes, row after row.
  public let bytes: [UInt8]

  /// What is subtracted from a byte's share of 255.
  public let mean: Float

  /// What the difference is divided by.
  public let deviation: Float

  /// The float that each byte stands for: 256 entries.
  public let levels: [Float]

  /// How far the float of each byte is from that of byte 0: 256 entries.
  let distances: [Float]

  /// Whether so many bytes are zero that the first layer of a network is computed over the others
  /// alone; see `Sparsity`.
  let isSparse: Bool

  /// Creates a matrix over bytes that are given row after row.
  ///
  /// - Precondition: there are `rowCount * columnCount` bytes, and `deviation` is not zero.
  public init(
    rowCount: Int,
    columnCount: Int,
    bytes: [UInt8],
    mean: Float = 0.5,
    deviation: Float = 0.5
  ) {
    precondition(bytes.count == rowCount * columnCount, "a matrix needs all of its bytes")
    precondition(deviation != 0, "a deviation of zero scales nothing")
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.bytes = bytes
    self.mean = mean
    self.deviation = deviation
    let levels = (0..<256).map { (Float($0) / 255 - mean) / deviation }
    self.levels = levels
    distances = levels.map { $0 - levels[0] }
    isSparse = Sparsity.isWorthwhile(bytes, columnCount: columnCount)
  }

  /// Returns some of the rows as a tensor of shape `[rows.count, columnCount]`.
  ///
  /// - Precondition: `rows` lies within the matrix.
  public func tensor(rows: Range<Int>) -> Tensor {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "the rows must exist")
    return Tensor(shape: [rows.count, columnCount]) { elements in
      let first = rows.lowerBound * columnCount
      for index in elements.indices { elements[index] = levels[Int(bytes[first + index])] }
    }
  }
}
