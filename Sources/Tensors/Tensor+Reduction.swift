extension Tensor {
  /// Returns the tensor with each lane along an axis, or with all elements, reduced to one number.
  ///
  /// A lane is handed over in order; the axis goes away. Without an axis the result has rank 0.
  ///
  /// - Precondition: the axis exists.
  public func reduced(axis: Int?, _ function: (UnsafeBufferPointer<Float>) -> Float) -> Tensor {
    guard let axis else { return Tensor(withUnsafeElements(function)) }
    let extent = shape[axis]
    let inner = shape.dimensions[(axis + 1)...].reduce(1, *)
    var extents = shape.dimensions
    extents.remove(at: axis)
    var lane = [Float](repeating: 0, count: extent)
    return withUnsafeElements { source in
      Tensor(shape: Shape(extents)) { result in
        for index in result.indices {
          let start = index / inner * inner * extent + index % inner
          for position in 0..<extent { lane[position] = source[start + position * inner] }
          // SAFETY: the lane is read within the call only.
          result[index] = lane.withUnsafeBufferPointer(function)
        }
      }
    }
  }
}

/// Reductions of a lane to one number; sums are taken in double precision, in order.
public enum Reduction {
  /// Returns the sum, 0 for nothing.
  public static func sum(_ lane: UnsafeBufferPointer<Float>) -> Float { Float(total(lane)) }

  /// Returns the mean, NaN for nothing.
  public static func mean(_ lane: UnsafeBufferPointer<Float>) -> Float {
    Float(total(lane) / Double(lane.count))
  }

  /// Returns the variance, with n in the denominator.
  public static func variance(_ lane: UnsafeBufferPointer<Float>) -> Float {
    Float(doubleVariance(lane))
  }

  /// Returns the standard deviation, with n in the denominator.
  public static func deviation(_ lane: UnsafeBufferPointer<Float>) -> Float {
    Float(doubleVariance(lane).squareRoot())
  }

  /// Returns the Euclidean norm.
  public static func norm(_ lane: UnsafeBufferPointer<Float>) -> Float {
    Float(lane.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
  }

  /// Returns the index of the largest number, the first of several; of a NaN if there is one.
  public static func indexOfLargest(_ lane: UnsafeBufferPointer<Float>) -> Int {
    index(lane) { $0 > $1 }
  }

  /// Returns the index of the smallest number, the first of several; of a NaN if there is one.
  public static func indexOfSmallest(_ lane: UnsafeBufferPointer<Float>) -> Int {
    index(lane) { $0 < $1 }
  }

  /// Returns the quantile of a fraction of [0, 1], interpolated linearly; NaN if there is one.
  ///
  /// - Precondition: the lane is not empty.
  public static func quantile(_ lane: UnsafeBufferPointer<Float>, _ fraction: Double) -> Float {
    guard !lane.contains(where: \.isNaN) else { return .nan }
    var sorted = Array(lane)
    RadixSort.sort(&sorted)
    let place = fraction * Double(sorted.count - 1)
    let below = Int(place)
    let weight = place - Double(below)
    guard weight > 0 else { return sorted[below] }
    return Float(Double(sorted[below]) * (1 - weight) + Double(sorted[below + 1]) * weight)
  }

  private static func total(_ lane: UnsafeBufferPointer<Float>) -> Double {
    lane.reduce(0.0) { $0 + Double($1) }
  }

  private static func doubleVariance(_ lane: UnsafeBufferPointer<Float>) -> Double {
    let mean = total(lane) / Double(lane.count)
    let squares = lane.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    return squares / Double(lane.count)
  }

  private static func index(
    _ lane: UnsafeBufferPointer<Float>,
    _ isBetter: (Float, Float) -> Bool
  ) -> Int {
    var best = 0
    for index in lane.indices {
      if lane[index].isNaN { return index }
      if isBetter(lane[index], lane[best]) { best = index }
    }
    return best
  }
}
