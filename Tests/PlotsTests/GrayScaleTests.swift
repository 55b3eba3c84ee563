import Plots
import Testing

@Suite struct GrayScaleTests {
  @Test(arguments: [(0.5, 0.5), (0, 1), (0.1307, 0.3081), (0.286, 0.353)] as [(Float, Float)])
  func `gives every byte back`(mean: Float, deviation: Float) {
    let scaled = (0...255).map { (Float($0) / 255 - mean) / deviation }
    let bytes = GrayScale(mean: mean, deviation: deviation).bytes(for: scaled)
    #expect(bytes == Array(0...255))
  }

  @Test(
    arguments: [
      (-1, 0), (1, 255), (0, 128), (-0.5, 64), (0.25, 159), (0.998, 255), (-0.9999, 0), (-2, 0),
      (7, 255), (.infinity, 255), (-.infinity, 0), (.greatestFiniteMagnitude, 255), (.nan, 0),
      (-.nan, 0), (.leastNonzeroMagnitude, 128),
    ] as [(Float, UInt8)]
  )
  func `F114 clamps and rounds, and draws what is not a number black`(
    value: Float,
    byte: UInt8
  ) {
    #expect(GrayScale(mean: 0.5, deviation: 0.5).byte(for: value) == byte)
  }

  @Test(
    arguments: [(0, 0), (Float.nan, 1), (0.5, .nan), (.infinity, -.infinity)] as [(Float, Float)]
  )
  func `F114 survives a senseless scale`(mean: Float, deviation: Float) {
    let values: [Float] = [-1, 0, 1, .infinity, .nan]
    #expect(GrayScale(mean: mean, deviation: deviation).bytes(for: values).count == 5)
  }
}
