internal import Language
internal import Tensors

/// Tensor operations as the language offers them: shapes are checked, memory is asked for, and
/// what is wrong is said in words.
enum TensorMath {
  /// Applies a function element by element, with NumPy's broadcasting; inlined, so that the function
  /// becomes part of the loop.
  @inline(__always)
  static func broadcast(
    _ left: Tensor,
    _ right: Tensor,
    named operation: String,
    budget: MemoryBudget,
    _ function: (Float, Float) -> Float
  ) throws(Diagnostic) -> Tensor {
    left.combined(
      with: right,
      as: try broadcastShape(left, right, named: operation, budget: budget),
      stop: budget.isSpent,
      function
    )
  }

  private static func broadcastShape(
    _ left: Tensor,
    _ right: Tensor,
    named operation: String,
    budget: MemoryBudget
  ) throws(Diagnostic) -> Shape {
    guard let shape = left.shape.broadcast(with: right.shape) else {
      throw Diagnostic(
        .shape,
        "\(operation) cannot broadcast the shapes \(left.shape) and \(right.shape)"
      )
    }
    try budget.require(shape)
    return shape
  }

  /// Returns the matrix product of two tensors of rank 1 or 2.
  static func matmul(_ left: Tensor, _ right: Tensor, in session: Session) throws(Diagnostic)
    -> Tensor
  {
    let (a, b) = (left.shape, right.shape)
    guard (1...2).contains(a.rank), (1...2).contains(b.rank) else {
      throw Diagnostic(.shape, "'@' needs matrices or vectors, not the shapes \(a) and \(b)")
    }
    guard a[a.rank - 1] == b[0] else {
      throw Diagnostic(.shape, "'@' cannot multiply the shapes \(a) and \(b)")
    }
    let rows = a.rank == 2 ? a[0] : 1
    let columns = b.rank == 2 ? b[1] : 1
    try session.budget.require(rows, of: columns * MemoryLayout<Float>.stride, for: "the product")
    let product = try Diagnostic.translating { () throws(TensorError) in
      try session.backend.matmul(
        left.reshaped(to: [rows, b[0]]),
        right.reshaped(to: [b[0], columns]),
        stop: session.budget.isSpent
      )
    }
    let extents = (a.rank == 2 ? [rows] : []) + (b.rank == 2 ? [columns] : [])
    return product.reshaped(to: Shape(extents))
  }
}
