/// Figures that describe the elements of a tensor.
///
/// Minimum, maximum, mean, deviation and histogram are those of the finite elements; sums are
/// taken in double precision.
public struct TensorStatistics: Sendable {
  /// One bar of a histogram: how many elements lie from `lower` up to `upper`.
  public struct Bin: Equatable, Sendable {
    /// The lower bound, included.
    public let lower: Double

    /// The upper bound, included in the last bin only.
    public let upper: Double

    /// The number of elements between the bounds.
    public let count: Int
  }

  /// The number of bins of the histogram, unless all elements are equal.
  public static let binCount = 10

  /// The number of elements that are neither NaN nor infinite.
  public let finiteCount: Int

  /// The number of NaNs.
  public let nanCount: Int

  /// The number of infinities.
  public let infinityCount: Int

  /// The number of zeros, of either sign.
  public let zeroCount: Int

  /// The smallest finite element, NaN if there is none.
  public let minimum: Double

  /// The largest finite element, NaN if there is none.
  public let maximum: Double

  /// The mean of the finite elements, NaN if there is none.
  public let mean: Double

  /// The standard deviation of the finite elements, with n in the denominator.
  public let deviation: Double

  /// Equally wide bins from the smallest to the largest finite element.
  public let histogram: [Bin]

  /// Computes the figures of a tensor; they are of no use once `stop` says so.
  public init(_ tensor: Tensor, stop: () -> Bool = { false }) {
    self = tensor.withUnsafeElements { TensorStatistics($0, stop) }
  }

  private init(_ elements: UnsafeBufferPointer<Float>, _ stop: () -> Bool) {
    var nans = 0
    var infinities = 0
    var zeros = 0
    var sum = 0.0
    var low = Float.infinity
    var high = -Float.infinity
    Pieces.forEach(of: elements.count, stop: stop) { piece in
      for element in elements[piece] {
        guard element.isFinite else {
          if element.isNaN { nans += 1 } else { infinities += 1 }
          continue
        }
        if element == 0 { zeros += 1 }
        sum += Double(element)
        low = Swift.min(low, element)
        high = Swift.max(high, element)
      }
    }
    nanCount = nans
    infinityCount = infinities
    zeroCount = zeros
    finiteCount = elements.count - nans - infinities
    let mean = sum / Double(finiteCount)
    var squares = 0.0
    Pieces.forEach(of: elements.count, stop: stop) { piece in
      for element in elements[piece] where element.isFinite {
        squares += (Double(element) - mean) * (Double(element) - mean)
      }
    }
    self.mean = mean
    deviation = (squares / Double(finiteCount)).squareRoot()
    minimum = finiteCount > 0 ? Double(low) : .nan
    maximum = finiteCount > 0 ? Double(high) : .nan
    // A part of the elements tells no bounds of the others.
    histogram =
      stop()
      ? [] : Self.bins(of: elements, from: Double(low), to: Double(high), finiteCount, stop)
  }

  private static func bins(
    of elements: UnsafeBufferPointer<Float>,
    from low: Double,
    to high: Double,
    _ count: Int,
    _ stop: () -> Bool
  ) -> [Bin] {
    guard count > 0 else { return [] }
    guard low < high else { return [Bin(lower: low, upper: high, count: count)] }
    var counts = [Int](repeating: 0, count: binCount)
    let scale = Double(binCount) / (high - low)
    Pieces.forEach(of: elements.count, stop: stop) { piece in
      for element in elements[piece] where element.isFinite {
        counts[Swift.min(Int((Double(element) - low) * scale), binCount - 1)] += 1
      }
    }
    return counts.enumerated().map { index, count in
      Bin(lower: low + Double(index) / scale, upper: low + Double(index + 1) / scale, count: count)
    }
  }
}
