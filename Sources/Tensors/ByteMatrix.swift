/// Rows of bytes that stand for floats, such as images: one byte a pixel, expanded only when read;
/// or rows of floats as they are.
///
/// Byte `b` stands for `(b/255 - mean) / deviation`, computed in that order in single precision, as
/// torchvision's `ToTensor` and `Normalize` do.
public struct ByteMatrix: Sendable {
  /// The number of rows.
  public let rowCount: Int

  /// The number of bytes in a row.
  public let columnCount: Int

  /// The bytes, row after row; empty where the rows are floats.
  public let bytes: [UInt8]

  /// The floats, row after row; nil where the rows are bytes.
  public let floats: [Float]?

  /// The largest magnitude of the numbers that the rows can have.
  let peak: Float

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
    floats = nil
    self.mean = mean
    self.deviation = deviation
    let levels = (0..<256).map { (Float($0) / 255 - mean) / deviation }
    self.levels = levels
    distances = levels.map { $0 - levels[0] }
    isSparse = Sparsity.isWorthwhile(bytes, columnCount: columnCount)
    // The levels rise or fall from byte to byte, so the largest is at an end.
    peak = max(levels[0].magnitude, levels[255].magnitude)
  }

  /// Creates a matrix of floats that are given row after row.
  ///
  /// Mean and deviation change no number; they say which numbers a picture shows as black and as
  /// white: those that bytes of 0 and 255 would stand for.
  ///
  /// - Precondition: there are `rowCount * columnCount` floats, and `deviation` is not zero.
  public init(rowCount: Int, columnCount: Int, floats: [Float], mean: Float, deviation: Float) {
    precondition(floats.count == rowCount * columnCount, "a matrix needs all of its floats")
    precondition(deviation != 0, "a deviation of zero scales nothing")
    self.rowCount = rowCount
    self.columnCount = columnCount
    bytes = []
    self.floats = floats
    self.mean = mean
    self.deviation = deviation
    let levels = (0..<256).map { (Float($0) / 255 - mean) / deviation }
    self.levels = levels
    distances = levels.map { $0 - levels[0] }
    isSparse = false
    peak = floats.reduce(0) { max($0, $1.magnitude) }
  }

  /// Whether a matrix of bytes is a copy of this one, so that it has the same numbers.
  func isSame(as other: ByteMatrix) -> Bool {
    // SAFETY: the addresses are compared within the call, while both arrays are there.
    let isShared = bytes.withUnsafeBufferPointer { mine in
      other.bytes.withUnsafeBufferPointer { mine.baseAddress == $0.baseAddress }
    }
    return isShared && floats == nil && other.floats == nil && rowCount == other.rowCount
      && columnCount == other.columnCount && mean == other.mean && deviation == other.deviation
  }

  /// Returns the number at a place, counted row after row.
  func number(at place: Int) -> Float { floats?[place] ?? levels[Int(bytes[place])] }

  /// Calls `body` with the rows, of which either bytes or floats are there.
  func withUnsafeRows<R>(
    _ body: (_ bytes: UnsafePointer<UInt8>?, _ floats: UnsafePointer<Float>?) -> R
  ) -> R {
    // SAFETY: both pointers are valid for the time of the call only.
    guard let floats else { return bytes.withUnsafeBufferPointer { body($0.baseAddress, nil) } }
    return floats.withUnsafeBufferPointer { body(nil, $0.baseAddress) }
  }

  /// Returns some of the rows as a tensor of shape `[rows.count, columnCount]`; once `stop` says so,
  /// the rest is left as it is.
  ///
  /// - Precondition: `rows` lies within the matrix.
  public func tensor(rows: Range<Int>, stop: () -> Bool = { false }) -> Tensor {
    precondition(rows.lowerBound >= 0 && rows.upperBound <= rowCount, "the rows must exist")
    return Tensor(shape: [rows.count, columnCount]) { elements in
      let first = rows.lowerBound * columnCount
      Pieces.forEach(of: elements.count, stop: stop) { piece in
        for index in piece { elements[index] = number(at: first + index) }
      }
    }
  }
}
