/// The extents of a tensor, outermost first; the last axis is contiguous.
///
/// The empty shape `[]` is that of a rank-0 tensor, which has one element.
public struct Shape: Hashable, Sendable {
  /// The extent of each axis; none is negative.
  public let dimensions: [Int]

  /// The number of elements: the product of the extents, 1 for rank 0.
  public let count: Int

  /// Creates a shape, or returns nil where an extent is negative or the product overflows.
  public init?(checking dimensions: [Int]) {
    var count = 1
    for extent in dimensions {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      guard extent >= 0, !overflow else { return nil }
      count = product
    }
    self.dimensions = dimensions
    self.count = count
  }

  /// Creates a shape from extents that are known to be sound.
  ///
  /// - Precondition: no extent is negative and the product fits in an `Int`.
  public init(_ dimensions: [Int]) {
    guard let shape = Shape(checking: dimensions) else {
      preconditionFailure("the extents \(dimensions) are no shape")
    }
    self = shape
  }

  /// The number of axes.
  public var rank: Int { dimensions.count }

  /// The extent of one axis.
  public subscript(axis: Int) -> Int { dimensions[axis] }
}

extension Shape: ExpressibleByArrayLiteral {
  /// Creates a shape from its extents.
  public init(arrayLiteral elements: Int...) { self.init(elements) }
}

extension Shape: CustomStringConvertible {
  /// The extents in brackets, such as `[60000, 784]`.
  public var description: String {
    "[" + dimensions.map(String.init).joined(separator: ", ") + "]"
  }
}
