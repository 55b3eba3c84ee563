/// How bytes become the numbers that a network sees: `(byte/255 - mean) / deviation`.
public struct PixelScaling: Hashable, Sendable {
  /// What is subtracted.
  public let mean: Float

  /// What the difference is divided by; finite and greater than zero.
  public let deviation: Float

  /// The scaling of the usual MNIST autoencoder, which maps 0...255 to -1...1.
  public static let standard = PixelScaling(trusted: 0.5, 0.5)

  /// Creates a scaling, or returns nil where a number is not finite or the deviation not positive.
  public init?(mean: Float, deviation: Float) {
    guard mean.isFinite, deviation.isFinite, deviation > 0,
      ((1 - mean) / deviation).isFinite, (mean / deviation).isFinite
    else { return nil }
    self.init(trusted: mean, deviation)
  }

  private init(trusted mean: Float, _ deviation: Float) {
    self.mean = mean
    self.deviation = deviation
  }

  /// The numbers that the bytes 0 and 255 become.
  public var range: ClosedRange<Float> { ((0 - mean) / deviation)...((1 - mean) / deviation) }
}
