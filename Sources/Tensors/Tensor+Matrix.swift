internal import Kernels

extension Tensor {
  /// Returns the matrix product `[n, k] x [k, m] -> [n, m]`, by the kernels of a path.
  ///
  /// - Precondition: both tensors have rank 2 and the inner extents are equal.
  public func matrixProduct(with other: Tensor, path: KernelPath = .chosen) -> Tensor {
    precondition(shape.rank == 2 && other.shape.rank == 2 && shape[1] == other.shape[0])
    let (rows, depth, columns) = (shape[0], shape[1], other.shape[1])
    return withUnsafeElements { a in
      other.withUnsafeElements { b in
        Tensor(shape: [rows, columns]) { result in
          // SAFETY: the matrices have as many elements as their shapes say.
          path.table.pointee.matmul(
            rows,
            depth,
            columns,
            a.baseAddress,
            b.baseAddress,
            result.baseAddress
          )
        }
      }
    }
  }
}
