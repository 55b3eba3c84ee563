extension Tensor {
  /// Returns the tensor with its axes in another order: axis i of the result is `axes[i]`.
  ///
  /// Once `stop` says so, the rest of the result is left as it is.
  ///
  /// - Precondition: `axes` has each axis once.
  public func permuted(_ axes: some Sequence<Int>, stop: () -> Bool = { false }) -> Tensor {
    let axes = Array(axes)
    precondition(axes.sorted() == Array(0..<shape.rank), "each axis must come once")
    var strides = [Int](repeating: 1, count: shape.rank)
    for axis in stride(from: shape.rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    let extents = axes.map { shape[$0] }
    let steps = axes.map { strides[$0] }
    return StridedWalk(shape: Shape(extents), base: 0, steps: steps)
      .gathered(from: self, stop: stop)
  }

  /// Returns tensors joined along an axis, as far as they were when `stop` said so.
  ///
  /// - Precondition: there is at least one, and the shapes are equal but for that axis.
  public static func concatenating(
    _ tensors: [Tensor],
    axis: Int,
    stop: () -> Bool = { false }
  ) -> Tensor {
    precondition(!tensors.isEmpty, "nothing cannot be joined")
    var extents = tensors[0].shape.dimensions
    extents[axis] = tensors.reduce(0) { $0 + $1.shape[axis] }
    let outer = extents[..<axis].reduce(1, *)
    let inner = extents[(axis + 1)...].reduce(1, *)
    return Tensor(shape: Shape(extents)) { result in
      var start = 0
      var counter = PieceCounter()
      for tensor in tensors {
        let width = tensor.shape[axis] * inner
        tensor.withUnsafeElements { source in
          for block in 0..<outer {
            let target = block * extents[axis] * inner + start
            if counter.isStopped(before: width, stop) { return }
            Pieces.forEach(of: width, stop: stop) { piece in
              for index in piece { result[target + index] = source[block * width + index] }
            }
          }
        }
        start += width
      }
    }
  }

  /// Returns the tensor with each lane along an axis changed by `body`, which keeps its length; lanes
  /// are left out once `stop` says so.
  ///
  /// - Precondition: the axis exists.
  public func mapLanes(
    axis: Int,
    stop: () -> Bool = { false },
    _ body: (inout [Float]) -> Void
  ) -> Tensor {
    let extent = shape[axis]
    let inner = shape.dimensions[(axis + 1)...].reduce(1, *)
    guard shape.count > 0 else { return self }
    return withUnsafeElements { source in
      Tensor(shape: shape) { result in
        var counter = PieceCounter()
        for lane in 0..<shape.count / extent {
          // Sorting a lane takes as long as passing over it several times.
          if counter.isStopped(before: 8 * extent, stop) { return }
          let start = lane / inner * inner * extent + lane % inner
          // SAFETY: where the walk ends early, what is missing stays as the memory was, and nobody
          // makes use of it.
          var elements = [Float](unsafeUninitializedCapacity: extent) { lane, count in
            Pieces.forEach(of: extent, stop: stop) { piece in
              for position in piece { lane[position] = source[start + position * inner] }
            }
            count = extent
          }
          body(&elements)
          elements.withUnsafeBufferPointer { lane in
            Pieces.forEach(of: extent, stop: stop) { piece in
              for position in piece { result[start + position * inner] = lane[position] }
            }
          }
        }
      }
    }
  }
}
