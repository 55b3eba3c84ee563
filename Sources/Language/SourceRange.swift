/// A half-open range of byte offsets in a `SourceText`.
public struct SourceRange: Hashable, Sendable {
  /// The offset of the first byte.
  public let lowerBound: Int

  /// The offset behind the last byte.
  public let upperBound: Int

  /// Creates a range from two offsets.
  public init(_ lowerBound: Int, _ upperBound: Int) {
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }

  /// Returns the range from the beginning of this one to the end of another.
  public func extended(to other: SourceRange) -> SourceRange {
    SourceRange(lowerBound, max(upperBound, other.upperBound))
  }
}
