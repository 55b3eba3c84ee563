internal import Kernels

extension Tensor {
  /// The multiply-adds between two questions whether to stop: some 20 ms on one core.
  private static let matrixPiece = 1 << 29

  /// Returns the matrix product `[n, k] x [k, m] -> [n, m]`, by the kernels of a path.
  ///
  /// Rows are independent, so that the pieces in which they are computed change no bit. Once `stop`
  /// says so, the rest of the result is left as it is.
  ///
  /// - Precondition: both tensors have rank 2 and the inner extents are equal.
  public func matrixProduct(
    with other: Tensor,
    path: KernelPath = .chosen,
    stop: () -> Bool = { false }
  ) -> Tensor {
    precondition(shape.rank == 2 && other.shape.rank == 2 && shape[1] == other.shape[0])
    let (rows, depth, columns) = (shape[0], shape[1], other.shape[1])
    // A piece packs the right matrix anew, which fewer rows would not repay.
    let piece = Swift.max(64, Self.matrixPiece / Swift.max(depth * columns, 1))
    return withUnsafeElements { a in
      other.withUnsafeElements { b in
        Tensor(shape: [rows, columns]) { result in
          Pieces.forEach(of: rows, length: piece, stop: stop) { part in
            // SAFETY: the matrices have as many elements as their shapes say, and the part lies
            // within their rows.
            path.table.pointee.matmul(
              part.count,
              depth,
              columns,
              a.baseAddress.map { $0 + part.lowerBound * depth },
              b.baseAddress,
              result.baseAddress.map { $0 + part.lowerBound * columns }
            )
          }
        }
      }
    }
  }
}
