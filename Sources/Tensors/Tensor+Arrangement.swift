extension Tensor {
  /// Returns the tensor with its axes in another order: axis i of the result is `axes[i]`.
  ///
  /// - Precondition: `axes` has each axis once.
  public func permuted(_ axes: some Sequence<Int>) -> Tensor {
    let axes = Array(axes)
    precondition(axes.sorted() == Array(0..<shape.rank), "each axis must come once")
    var strides = [Int](repeating: 1, count: shape.rank)
    for axis in stride(from: shape.rank - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    let extents = axes.map { shape[$0] }
    let steps = axes.map { strides[$0] }
    return withUnsafeElements { source in
      Tensor(shape: Shape(extents)) { result in
        var position = [Int](repeating: 0, count: extents.count)
        var offset = 0
        for index in result.indices {
          result[index] = source[offset]
          for axis in extents.indices.reversed() {
            position[axis] += 1
            offset += steps[axis]
            if position[axis] < extents[axis] { break }
            offset -= steps[axis] * extents[axis]
            position[axis] = 0
          }
        }
      }
    }
  }

  /// Returns tensors joined along an axis.
  ///
  /// - Precondition: there is at least one, and the shapes are equal but for that axis.
  public static func concatenating(_ tensors: [Tensor], axis: Int) -> Tensor {
    precondition(!tensors.isEmpty, "nothing cannot be joined")
    var extents = tensors[0].shape.dimensions
    extents[axis] = tensors.reduce(0) { $0 + $1.shape[axis] }
    let outer = extents[..<axis].reduce(1, *)
    let inner = extents[(axis + 1)...].reduce(1, *)
    return Tensor(shape: Shape(extents)) { result in
      var start = 0
      for tensor in tensors {
        let width = tensor.shape[axis] * inner
        tensor.withUnsafeElements { source in
          for block in 0..<outer {
            let target = block * extents[axis] * inner + start
            for index in 0..<width { result[target + index] = source[block * width + index] }
          }
        }
        start += width
      }
    }
  }

  /// Returns the tensor with each lane along an axis changed by `body`, which keeps its length.
  ///
  /// - Precondition: the axis exists.
  public func mapLanes(axis: Int, _ body: (inout [Float]) -> Void) -> Tensor {
    let extent = shape[axis]
    let inner = shape.dimensions[(axis + 1)...].reduce(1, *)
    guard shape.count > 0 else { return self }
    return withUnsafeElements { source in
      Tensor(shape: shape) { result in
        for lane in 0..<shape.count / extent {
          let start = lane / inner * inner * extent + lane % inner
          var elements = (0..<extent).map { source[start + $0 * inner] }
          body(&elements)
          for position in 0..<extent { result[start + position * inner] = elements[position] }
        }
      }
    }
  }
}
