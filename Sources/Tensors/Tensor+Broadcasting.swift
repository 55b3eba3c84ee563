extension Shape {
  /// Returns the shape that two shapes broadcast to by NumPy's rule, or nil where they do not:
  /// aligned at the last axis, extents must be equal or one of them 1.
  public func broadcast(with other: Shape) -> Shape? {
    let rank = Swift.max(rank, other.rank)
    var extents = [Int](repeating: 1, count: rank)
    for axis in 0..<rank {
      let a = extent(axis, ofRank: rank)
      let b = other.extent(axis, ofRank: rank)
      guard a == b || a == 1 || b == 1 else { return nil }
      extents[axis] = a == 1 ? b : a
    }
    return Shape(checking: extents)
  }

  /// The extent of an axis after axes of extent 1 were put in front to reach a rank.
  private func extent(_ axis: Int, ofRank newRank: Int) -> Int {
    axis < newRank - rank ? 1 : dimensions[axis - (newRank - rank)]
  }

  /// The distance between neighbours along each axis of `shape`, 0 along axes that repeat.
  fileprivate func strides(broadcastTo shape: Shape) -> [Int] {
    var strides = [Int](repeating: 0, count: shape.rank)
    var stride = 1
    for axis in dimensions.indices.reversed() {
      if dimensions[axis] != 1 { strides[axis + shape.rank - rank] = stride }
      stride *= dimensions[axis]
    }
    return strides
  }
}

extension Tensor {
  /// Returns the tensor with a function applied to every element.
  public func map(_ function: (Float) -> Float) -> Tensor {
    withUnsafeElements { source in
      Tensor(shape: shape) { for index in source.indices { $0[index] = function(source[index]) } }
    }
  }

  /// Returns a function of two tensors, element by element.
  ///
  /// - Precondition: `shape` is what the two shapes broadcast to.
  public func combined(
    with other: Tensor,
    as shape: Shape,
    _ function: (Float, Float) -> Float
  ) -> Tensor {
    withUnsafeElements { a in
      other.withUnsafeElements { b in
        Tensor(shape: shape) { result in
          if self.shape == other.shape {
            for index in result.indices { result[index] = function(a[index], b[index]) }
            return
          }
          let left = self.shape.strides(broadcastTo: shape)
          let right = other.shape.strides(broadcastTo: shape)
          guard shape.rank > 0, shape.count > 0 else { return }
          let width = shape[shape.rank - 1]
          let (stepA, stepB) = (left[shape.rank - 1], right[shape.rank - 1])
          var position = [Int](repeating: 0, count: shape.rank - 1)
          for row in 0..<shape.count / width {
            var (i, j) = (0, 0)
            for axis in position.indices {
              i += position[axis] * left[axis]
              j += position[axis] * right[axis]
            }
            for column in 0..<width {
              result[row * width + column] = function(a[i + column * stepA], b[j + column * stepB])
            }
            position.advance(within: shape)
          }
        }
      }
    }
  }
}

extension [Int] {
  /// Moves on to the next position, the last axis first.
  fileprivate mutating func advance(within shape: Shape) {
    for axis in indices.reversed() {
      self[axis] += 1
      if self[axis] < shape[axis] { return }
      self[axis] = 0
    }
  }
}
