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

// `map` and `combined` are inlined into their callers, so that a function that is known there becomes
// part of the loop: over ten million elements a sum of two tensors takes as long as the memory does,
// a call for each element three times as long.
extension Tensor {
  /// Returns the tensor with a function applied to every element, or to those before `stop` said so.
  @inlinable
  @inline(__always)
  public func map(stop: () -> Bool = { false }, _ function: (Float) -> Float) -> Tensor {
    withUnsafeElements { source in
      Tensor(shape: shape) { result in
        Pieces.forEach(of: source.count, stop: stop) { piece in
          for index in piece { result[index] = function(source[index]) }
        }
      }
    }
  }

  /// Returns a function of two tensors, element by element, as far as it was when `stop` said so.
  ///
  /// - Precondition: `shape` is what the two shapes broadcast to.
  @inlinable
  @inline(__always)
  public func combined(
    with other: Tensor,
    as shape: Shape,
    stop: () -> Bool = { false },
    _ function: (Float, Float) -> Float
  ) -> Tensor {
    runs(with: other, as: shape, stop: stop) { run in
      let (a, b, result) = (run.left, run.right, run.result)
      switch (run.leftStep, run.rightStep) {
      case (1, 1):
        for index in 0..<run.count { result[index] = function(a[index], b[index]) }
      case (1, 0):
        let right = b[0]
        for index in 0..<run.count { result[index] = function(a[index], right) }
      case (0, 1):
        let left = a[0]
        for index in 0..<run.count { result[index] = function(left, b[index]) }
      default:
        for index in 0..<run.count { result[index] = function(a[0], b[0]) }
      }
    }
  }

  /// Returns a tensor that `body` fills, run by run: runs are elements that lie side by side in the
  /// result, and side by side or all at one place in each operand.
  @usableFromInline
  func runs(
    with other: Tensor,
    as shape: Shape,
    stop: () -> Bool,
    _ body: (BroadcastRun) -> Void
  ) -> Tensor {
    withUnsafeElements { a in
      other.withUnsafeElements { b in
        Tensor(shape: shape) { result in
          guard let start = result.baseAddress, let a = a.baseAddress, let b = b.baseAddress,
            shape.count > 0
          else { return }
          var run = BroadcastRun(result: start, count: shape.count, left: a, right: b)
          run.leftStep = self.shape == shape ? 1 : 0
          run.rightStep = other.shape == shape ? 1 : 0
          let isUniform =
            (run.leftStep == 1 || self.count == 1) && (run.rightStep == 1 || other.count == 1)
          if isUniform { return run.forEachPiece(stop: stop, body) }
          let left = self.shape.strides(broadcastTo: shape)
          let right = other.shape.strides(broadcastTo: shape)
          run.count = shape[shape.rank - 1]
          (run.leftStep, run.rightStep) = (left[shape.rank - 1], right[shape.rank - 1])
          var position = [Int](repeating: 0, count: shape.rank - 1)
          var counter = PieceCounter()
          for row in 0..<shape.count / run.count {
            if counter.isStopped(before: run.count, stop) { return }
            var (i, j) = (0, 0)
            for axis in position.indices {
              i += position[axis] * left[axis]
              j += position[axis] * right[axis]
            }
            (run.result, run.left, run.right) = (start + row * run.count, a + i, b + j)
            run.forEachPiece(stop: stop, body)
            position.advance(within: shape)
          }
        }
      }
    }
  }
}

/// Elements of an operation on two tensors that one loop can compute.
///
/// A step is 1, or 0 where the operand's element repeats.
@usableFromInline
struct BroadcastRun {
  @usableFromInline var result: UnsafeMutablePointer<Float>
  @usableFromInline var count: Int
  @usableFromInline var left: UnsafePointer<Float>
  @usableFromInline var right: UnsafePointer<Float>
  @usableFromInline var leftStep = 1
  @usableFromInline var rightStep = 1

  init(
    result: UnsafeMutablePointer<Float>,
    count: Int,
    left: UnsafePointer<Float>,
    right: UnsafePointer<Float>
  ) {
    self.result = result
    self.count = count
    self.left = left
    self.right = right
  }

  /// Calls `body` with the parts of a long run, or with the whole of a short one.
  func forEachPiece(stop: () -> Bool, _ body: (BroadcastRun) -> Void) {
    guard count > Pieces.length else { return body(self) }
    Pieces.forEach(of: count, stop: stop) { piece in
      var part = self
      part.count = piece.count
      part.result += piece.lowerBound
      part.left += piece.lowerBound * leftStep
      part.right += piece.lowerBound * rightStep
      body(part)
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
