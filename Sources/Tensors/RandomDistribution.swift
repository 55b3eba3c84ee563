internal import Glibc

/// How random numbers are distributed.
public enum RandomDistribution: CaseIterable, Sendable {
  /// Evenly over [0, 1), in steps of 2^-24.
  case uniform
  /// Normally, with mean 0 and deviation 1.
  case normal

  /// The words of a stream that a number takes.
  var words: Int { self == .uniform ? 1 : 2 }
}

extension RandomStream {
  /// Returns the next number of a distribution.
  public mutating func next(_ distribution: RandomDistribution) -> Float {
    let first = next32()
    return distribution == .uniform ? Self.uniform(first) : Self.normal(first, next32())
  }

  /// Writes the numbers of a range of the sequence that begins here to their places.
  ///
  /// Each depends on its place alone, so threads may write different ranges.
  ///
  /// - Precondition: the stream stands between two blocks, and so does the range: its lower bound is a
  ///   multiple of 4.
  func write(
    _ distribution: RandomDistribution,
    _ range: Range<Int>,
    to elements: UnsafeMutableBufferPointer<Float>
  ) {
    let perBlock = 4 / distribution.words
    var place = range.lowerBound
    while place < range.upperBound {
      let words = block(place / perBlock)
      switch distribution {
      case .uniform:
        let numbers = (
          Self.uniform(words.x), Self.uniform(words.y), Self.uniform(words.z), Self.uniform(words.w)
        )
        elements[place] = numbers.0
        if place + 1 < range.upperBound { elements[place + 1] = numbers.1 }
        if place + 2 < range.upperBound { elements[place + 2] = numbers.2 }
        if place + 3 < range.upperBound { elements[place + 3] = numbers.3 }
      case .normal:
        elements[place] = Self.normal(words.x, words.y)
        if place + 1 < range.upperBound { elements[place + 1] = Self.normal(words.z, words.w) }
      }
      place += perBlock
    }
  }

  /// Returns a number of [0, 1) with 24 random bits, so that every value is exact in a `Float`.
  static func uniform(_ word: UInt32) -> Float { Float(word >> 8) * 0x1p-24 }

  /// Box and Muller, 1958; 1 - u keeps the logarithm's argument above zero.
  private static func normal(_ first: UInt32, _ second: UInt32) -> Float {
    let radius = (-2 * log(1 - Double(uniform(first)))).squareRoot()
    return Float(radius * cos(2 * .pi * Double(uniform(second))))
  }
}
