import Testing

@testable import Datasets

@Suite struct PixelScalingTests {
  @Test func `maps the bytes of the usual autoencoder to -1 and 1`() {
    #expect(PixelScaling.standard.range == -1...1)
    #expect(PixelScaling(mean: 0.5, deviation: 0.5) == .standard)
  }

  @Test(arguments: [
    (Float.nan, Float(1)), (0, .nan), (.infinity, 1), (0, .infinity), (0, 0), (0, -1),
    (0, .leastNonzeroMagnitude), (.greatestFiniteMagnitude, 0.1),
  ])
  func `refuses what scales nothing or to no number`(mean: Float, deviation: Float) {
    #expect(PixelScaling(mean: mean, deviation: deviation) == nil)
  }
}
