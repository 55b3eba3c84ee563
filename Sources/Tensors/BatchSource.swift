/// What a trainer asks of a training set: its rows, and the order in which each epoch visits them.
public protocol BatchSource: Sendable {
  /// All training rows; inputs and, for an autoencoder, targets as well.
  var rows: ByteMatrix { get }

  /// The number of rows in a batch; the last batch of an epoch may be shorter.
  var batchSize: Int { get }

  /// Returns the indices of all rows in the order in which an epoch visits them.
  func order(epoch: Int) -> [Int32]
}
