extension Tensor {
  /// Returns the matrix product `[n, k] x [k, m] -> [n, m]`.
  ///
  /// - Precondition: both tensors have rank 2 and the inner extents are equal.
  public func matrixProduct(with other: Tensor) -> Tensor {
    precondition(shape.rank == 2 && other.shape.rank == 2 && shape[1] == other.shape[0])
    let (rows, inner, columns) = (shape[0], shape[1], other.shape[1])
    return withUnsafeElements { a in
      other.withUnsafeElements { b in
        Tensor(shape: [rows, columns]) { result in
          result.update(repeating: 0)
          for row in 0..<rows {
            for k in 0..<inner {
              let factor = a[row * inner + k]
              for column in 0..<columns {
                result[row * columns + column] += factor * b[k * columns + column]
              }
            }
          }
        }
      }
    }
  }
}
