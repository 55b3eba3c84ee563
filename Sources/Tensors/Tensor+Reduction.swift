internal import Kernels

extension Tensor {
  /// Returns the tensor with each lane along an axis, or with all elements, reduced to one number.
  ///
  /// A lane is handed over in order; the axis goes away. Without an axis the result has rank 0. Lanes
  /// are left out once `stop` says so; a long lane is the function's own to leave.
  ///
  /// - Precondition: the axis exists.
  public func reduced(
    axis: Int?,
    stop: () -> Bool = { false },
    _ function: (UnsafeBufferPointer<Float>) -> Float
  ) -> Tensor {
    guard let axis else { return Tensor(withUnsafeElements(function)) }
    let extent = shape[axis]
    let inner = shape.dimensions[(axis + 1)...].reduce(1, *)
    var extents = shape.dimensions
    extents.remove(at: axis)
    // Lanes that lie side by side are collected together, so that memory is read line by line, as
    // many as the second-level cache holds.
    let group = Swift.min(inner, extent > 2_048 ? 16 : 64)
    let kernels = KernelPath.chosen.table.pointee
    return withUnsafeElements { source in
      Tensor(shape: Shape(extents)) { result in
        var counter = PieceCounter()
        guard inner > 1 else {
          // SAFETY: a lane is read within the call only.
          for index in result.indices {
            if counter.isStopped(before: extent, stop) { return }
            let lane = source[index * extent..<(index + 1) * extent]
            result[index] = function(UnsafeBufferPointer(rebasing: lane))
          }
          return
        }
        var lanes = [Float](repeating: 0, count: group * extent)
        lanes.withUnsafeMutableBufferPointer { lanes in
          for outer in 0..<result.count / inner {
            for first in stride(from: 0, to: inner, by: group) {
              let count = Swift.min(group, inner - first)
              if counter.isStopped(before: count * extent, stop) { return }
              // SAFETY: the lanes lie within the source, and there is room for as many.
              kernels.exchange(
                source.baseAddress.map { $0 + outer * extent * inner + first },
                inner,
                extent,
                count,
                lanes.baseAddress
              )
              // SAFETY: as above.
              for lane in 0..<count {
                let elements = UnsafeBufferPointer(
                  rebasing: lanes[lane * extent..<(lane + 1) * extent]
                )
                result[outer * inner + first + lane] = function(elements)
              }
            }
          }
        }
      }
    }
  }
}

/// Reductions of a lane to one number.
///
/// Sums are taken in double precision: eight of every eighth element, which do not wait for each
/// other, and then theirs. One sum in order takes four times as long as the memory does.
///
/// What is returned once `stop` says so is of no use.
public enum Reduction {
  /// The elements of a tensor, or those of a lane.
  public typealias Lane = UnsafeBufferPointer<Float>

  /// Returns the sum, 0 for nothing.
  public static func sum(_ lane: Lane, stop: () -> Bool = { false }) -> Float {
    Float(total(lane, stop))
  }

  /// Returns the mean, NaN for nothing.
  public static func mean(_ lane: Lane, stop: () -> Bool = { false }) -> Float {
    Float(total(lane, stop) / Double(lane.count))
  }

  /// Returns the variance, with n in the denominator.
  public static func variance(_ lane: Lane, stop: () -> Bool = { false }) -> Float {
    Float(doubleVariance(lane, stop))
  }

  /// Returns the standard deviation, with n in the denominator.
  public static func deviation(_ lane: Lane, stop: () -> Bool = { false }) -> Float {
    Float(doubleVariance(lane, stop).squareRoot())
  }

  /// Returns the Euclidean norm.
  public static func norm(_ lane: Lane, stop: () -> Bool = { false }) -> Float {
    Float(sum(lane, stop) { $0 * $0 }.squareRoot())
  }

  /// Returns the index of the largest number, the first of several; of a NaN if there is one.
  public static func indexOfLargest(_ lane: Lane, stop: () -> Bool = { false }) -> Int {
    index(lane, stop) { $0 > $1 }
  }

  /// Returns the index of the smallest number, the first of several; of a NaN if there is one.
  public static func indexOfSmallest(_ lane: Lane, stop: () -> Bool = { false }) -> Int {
    index(lane, stop) { $0 < $1 }
  }

  /// Returns whether an element fulfils a condition.
  @inlinable
  @inline(__always)
  public static func contains(
    _ lane: Lane,
    stop: () -> Bool = { false },
    where condition: (Float) -> Bool
  ) -> Bool {
    var isFound = false
    Pieces.forEach(of: lane.count, stop: { isFound || stop() }) { piece in
      for index in piece where condition(lane[index]) {
        isFound = true
        return
      }
    }
    return isFound
  }

  /// Returns the quantile of a fraction of [0, 1], interpolated linearly; NaN if there is one.
  ///
  /// - Precondition: the lane is not empty.
  public static func quantile(
    _ lane: Lane,
    _ fraction: Double,
    stop: () -> Bool = { false }
  ) -> Float {
    guard !contains(lane, stop: stop, where: \.isNaN), !stop() else { return .nan }
    // SAFETY: what is missing where the copy ends early is any number, of which nobody makes use.
    var sorted = [Float](unsafeUninitializedCapacity: lane.count) { copy, count in
      Pieces.forEach(of: lane.count, stop: stop) { piece in
        for index in piece { copy[index] = lane[index] }
      }
      count = lane.count
    }
    RadixSort.sort(&sorted, stop: stop)
    let place = fraction * Double(sorted.count - 1)
    let below = Int(place)
    let weight = place - Double(below)
    guard weight > 0 else { return sorted[below] }
    return Float(Double(sorted[below]) * (1 - weight) + Double(sorted[below + 1]) * weight)
  }

  private static func total(_ lane: Lane, _ stop: () -> Bool) -> Double {
    sum(lane, stop) { $0 }
  }

  private static func doubleVariance(_ lane: Lane, _ stop: () -> Bool) -> Double {
    let mean = total(lane, stop) / Double(lane.count)
    return sum(lane, stop) { ($0 - mean) * ($0 - mean) } / Double(lane.count)
  }

  /// Returns the sum of a function of each element.
  @inline(__always)
  private static func sum(
    _ lane: Lane,
    _ stop: () -> Bool,
    _ function: (Double) -> Double
  ) -> Double {
    let parts = 8
    var sums = SIMD8<Double>(repeating: 0)
    // All pieces but the last are whole eights, so that they change no sum.
    Pieces.forEach(of: lane.count, stop: stop) { piece in
      var start = piece.lowerBound
      while start + parts <= piece.upperBound {
        for part in 0..<parts { sums[part] += function(Double(lane[start + part])) }
        start += parts
      }
      for part in 0..<(piece.upperBound - start) {
        sums[part] += function(Double(lane[start + part]))
      }
    }
    return sums.sum()
  }

  @inline(__always)
  private static func index(
    _ lane: Lane,
    _ stop: () -> Bool,
    _ isBetter: (Float, Float) -> Bool
  ) -> Int {
    var best = 0
    var isDone = false
    Pieces.forEach(of: lane.count, stop: { isDone || stop() }) { piece in
      for index in piece {
        if lane[index].isNaN {
          best = index
          isDone = true
          return
        }
        if isBetter(lane[index], lane[best]) { best = index }
      }
    }
    return best
  }
}
