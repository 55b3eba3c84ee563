/// The rule by which scaled numbers become pixels again: `clamp(x * deviation + mean, 0, 1) * 255`.
///
/// The product is rounded to the nearest byte. The scale is fixed: no picture is stretched to its
/// own range, so that a raw image and its reconstruction can be compared. Infinities clamp like any
/// number; what is not a number becomes 0, black.
public struct GrayScale: Hashable, Sendable {
  /// What is added to a number after scaling.
  public let mean: Float

  /// What a number is multiplied with.
  public let deviation: Float

  /// Creates the inverse of `(pixel / 255 - mean) / deviation`.
  public init(mean: Float, deviation: Float) {
    self.mean = mean
    self.deviation = deviation
  }

  /// Returns the pixel for a number.
  @inlinable
  public func byte(for value: Float) -> UInt8 {
    let brightness = value * deviation + mean
    guard brightness > 0 else { return 0 }
    guard brightness < 1 else { return 255 }
    return UInt8((brightness * 255).rounded())
  }

  /// Returns the pixels for numbers.
  @inlinable
  public func bytes(for values: some Sequence<Float>) -> [UInt8] {
    values.map { byte(for: $0) }
  }
}
