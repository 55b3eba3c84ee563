public import Tensors

/// A training set cut into batches, in an order that depends on seed and epoch alone.
public struct Batches: BatchSource {
  /// All training images.
  public let rows: ByteMatrix

  /// The number of images in a batch; the last of an epoch may have fewer.
  public let batchSize: Int

  /// Whether each epoch has an order of its own.
  public let isShuffled: Bool

  private let random: RandomSource

  /// Creates the batches of a set.
  ///
  /// - Precondition: `batchSize` is positive.
  public init(_ images: ImageSet, batchSize: Int, shuffled: Bool, random: RandomSource) {
    precondition(batchSize > 0, "a batch has at least one row")
    rows = images.pixels
    self.batchSize = batchSize
    isShuffled = shuffled
    self.random = random
  }

  /// Returns the indices of all images in the order in which an epoch visits them.
  public func order(epoch: Int) -> [Int32] {
    guard isShuffled else { return (0..<Int32(rows.rowCount)).map(\.self) }
    var stream = random.stream(.shuffling, UInt32(truncatingIfNeeded: epoch))
    return stream.permutation(count: rows.rowCount)
  }
}
