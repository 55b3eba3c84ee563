public import Tensors

/// The contents of a .npy file: an array of real numbers.
///
/// Pickled objects are refused, not read.
public struct NPYFile: Sendable {
  /// The extents, outermost first.
  public let shape: [Int]

  /// The elements in row-major order.
  public let elements: Elements

  /// The elements of an array.
  public enum Elements: Sendable {
    /// Unsigned bytes.
    case bytes([UInt8])
    /// Any other numbers, in single precision.
    case floats([Float])
  }

  /// Takes the contents of a file apart; at most `budget` bytes are allocated for the elements, and
  /// `stop` is asked as they go by.
  public init(
    contents: [UInt8],
    budget: Int,
    stop: () -> Bool = { false }
  ) throws(ArrayFault) {
    let header = try NPYHeader(contents)
    guard let count = header.count else { throw .shape(header.shape) }
    let (size, overflow) = count.multipliedReportingOverflow(by: header.element.size)
    guard !overflow, count <= Int.max / 8 else { throw .shape(header.shape) }
    let found = contents.count - header.bodyStart
    guard found == size else { throw .wrongLength(expected: size, found: found) }
    let needed = count * (header.element.isByte ? 1 : 4)
    guard needed <= budget else { throw .memory(bytes: needed, budget: budget) }
    shape = header.shape
    let places = header.isColumnMajor ? ColumnMajorPlaces(shape: header.shape) : nil
    let element = header.element
    var fault: ArrayFault?
    // SAFETY: the elements reach to the end of the contents, as was checked.
    elements = contents.withUnsafeBytes { all in
      let body = UnsafeRawBufferPointer(rebasing: all[header.bodyStart...])
      if element.isByte {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(count)
        Pieces.forEach(of: count, stop: stop) { piece in
          for index in piece { bytes.append(body[places?.place(of: index) ?? index]) }
        }
        return .bytes(bytes)
      }
      var floats: [Float] = []
      floats.reserveCapacity(count)
      Pieces.forEach(of: count, stop: stop) { piece in
        for index in piece {
          let number = element.number(body, at: places?.place(of: index) ?? index)
          let float = Float(number)
          if !float.isFinite, number.isFinite, fault == nil {
            fault = .tooLarge(element: index, value: number)
          }
          floats.append(float)
        }
      }
      return .floats(floats)
    }
    if let fault { throw fault }
    if stop() { throw .stopped }
  }

  /// The array as a tensor.
  public var tensor: Tensor {
    switch elements {
    case .bytes(let bytes): Tensor(shape: Shape(shape), scalars: bytes.map { Float($0) })
    case .floats(let floats): Tensor(shape: Shape(shape), scalars: floats)
    }
  }
}

/// Where the elements of an array lie whose first axis is contiguous.
private struct ColumnMajorPlaces {
  let shape: [Int]

  /// Returns the place of an element that is counted in row-major order.
  func place(of index: Int) -> Int {
    var rest = index
    var place = 0
    // The last axis varies fastest in the index, and slowest in the file.
    var stride = shape.dropLast().reduce(1, *)
    for axis in shape.indices.reversed() {
      place += rest % shape[axis] * stride
      rest /= shape[axis]
      if axis > 0 { stride /= shape[axis - 1] }
    }
    return place
  }
}
