public import Tensors

/// A read-only tensor of rank 1 or 2 whose rows are computed when they are read.
///
/// A class, so that a `Value` stays small.
public final class TensorView: Sendable {
  /// The extents; the first is the number of rows.
  public let shape: Shape

  private let makeRows: @Sendable (Range<Int>) -> Tensor

  /// Creates a view; `makeRows` returns the rows of a range as a tensor of the view's rank.
  public init(shape: Shape, makeRows: @escaping @Sendable (Range<Int>) -> Tensor) {
    self.shape = shape
    self.makeRows = makeRows
  }

  /// Returns the rows of a range that lies within the view.
  public func rows(_ range: Range<Int>) -> Tensor { makeRows(range) }

  /// Returns the whole view as a tensor.
  public func expanded() -> Tensor { makeRows(0..<shape[0]) }
}
