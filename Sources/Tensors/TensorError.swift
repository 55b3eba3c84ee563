/// What can go wrong with tensors through a user's doing.
public enum TensorError: Error, Equatable, Sendable {
  /// Two shapes do not fit together in the operation.
  case shapeMismatch(expected: Shape, found: Shape)
  /// An axis does not exist in a tensor of that rank.
  case axisOutOfRange(axis: Int, rank: Int)
  /// The elements need more bytes than there is memory for.
  case tooLarge(bytes: Int, available: Int)
}
