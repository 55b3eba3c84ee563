/// A family of independent random streams, each named by a purpose and an index.
///
/// The streams are counter-based (Philox 4x32-10, Salmon et al., "Parallel random numbers: as easy
/// as 1, 2, 3", SC 2011), so each value depends on seed, purpose, index and position alone: not on
/// the order in which streams are used, nor on the number of threads.
public struct RandomSource: Hashable, Sendable {
  /// What a stream is drawn for; two purposes never share values.
  public enum Purpose: UInt32, Sendable {
    /// Initial weights; the index is the layer.
    case weights = 1
    /// The order of the training samples; the index is the epoch.
    case shuffling
    /// Generated images; the index is the image.
    case images
    /// `rand`, `randn` and the like in scripts; the index counts the calls.
    case script
  }

  /// The seed that keys all streams.
  public let seed: UInt64

  /// Creates the family of streams of a seed.
  public init(seed: UInt64) { self.seed = seed }

  /// Returns the stream of a purpose and an index, at its beginning.
  public func stream(_ purpose: Purpose, _ index: UInt32 = 0) -> RandomStream {
    RandomStream(seed: seed, purpose: purpose.rawValue, index: index)
  }
}

/// One sequence of random numbers: copies go on from the same place.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block = SIMD4<UInt32>()
  private var unused = 0

  init(seed: UInt64, purpose: UInt32, index: UInt32) {
    key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
    counter = SIMD4(0, 0, index, purpose)
  }

  /// Returns the next 32 random bits.
  public mutating func next32() -> UInt32 {
    if unused == 0 {
      block = Philox.block(counter: counter, key: key)
      counter.x &+= 1
      if counter.x == 0 { counter.y &+= 1 }
      unused = 4
    }
    unused -= 1
    return block[3 - unused]
  }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 {
    let low = UInt64(next32())
    return UInt64(next32()) << 32 | low
  }

  /// Returns a number of [0, 1) with 24 random bits, so that every value is exact in a `Float`.
  public mutating func nextUniform() -> Float { Self.uniform(next32()) }

  /// Returns the block of words that is so many blocks ahead.
  ///
  /// - Precondition: the stream stands between two blocks.
  func block(_ ahead: Int) -> SIMD4<UInt32> {
    precondition(unused == 0, "a block is in use")
    let place = (UInt64(counter.y) << 32 | UInt64(counter.x)) &+ UInt64(ahead)
    let low = UInt32(truncatingIfNeeded: place)
    let high = UInt32(truncatingIfNeeded: place >> 32)
    return Philox.block(counter: SIMD4(low, high, counter.z, counter.w), key: key)
  }

  /// Returns a whole number of `0..<bound` without bias (Lemire, "Fast random integer generation
  /// in an interval", 2019).
  ///
  /// - Precondition: `bound` is positive.
  public mutating func next(below bound: UInt32) -> UInt32 {
    precondition(bound > 0, "there is no number below zero")
    var product = UInt64(next32()) * UInt64(bound)
    if UInt32(truncatingIfNeeded: product) < bound {
      let threshold = (0 &- bound) % bound
      while UInt32(truncatingIfNeeded: product) < threshold {
        product = UInt64(next32()) * UInt64(bound)
      }
    }
    return UInt32(product >> 32)
  }

  /// Returns `0..<count` in random order (Fisher and Yates, in Durstenfeld's form).
  ///
  /// - Precondition: `count` fits in 32 bits.
  public mutating func permutation(count: Int) -> [Int32] {
    var order = (0..<Int32(count)).map(\.self)
    guard count > 1 else { return order }
    for last in stride(from: count - 1, to: 0, by: -1) {
      order.swapAt(last, Int(next(below: UInt32(last + 1))))
    }
    return order
  }
}
