import Shell
import Testing

@testable import Terminal

/// Pictures for tests.
enum ImageSample {
  /// A picture of pixels whose PNG file is given, or is a few bytes that nobody reads.
  static func image(
    _ raster: Raster,
    png: [UInt8] = [1, 2, 3],
    texts: [ImageContent.Text] = [],
    series: ImageSeries? = nil
  ) -> Image {
    Image(
      png: png,
      width: raster.width,
      height: raster.height,
      caption: "what was drawn",
      content: ImageContent(pixels: raster, texts: texts, sketch: { raster }),
      series: series
    )
  }

  /// A raster of a function of its places.
  static func raster(
    width: Int,
    height: Int,
    channels: Int = 3,
    _ value: (Int, Int) -> [UInt8]
  ) throws -> Raster {
    let bytes = (0..<height).flatMap { y in (0..<width).flatMap { x in value(x, y) } }
    return try #require(Raster(width: width, height: height, channels: channels, bytes: bytes))
  }

  /// A dark page with light discs on it, as unlike flat areas as digits are.
  static func discs(width: Int, height: Int) throws -> Raster {
    try raster(width: width, height: height) { x, y in
      let (dx, dy) = (Double(x % 40 - 20), Double(y % 40 - 20))
      let distance = (dx * dx + dy * dy).squareRoot()
      let light = min(max((abs(distance - 12) - 4) / -3, 0), 1)
      return [UInt8(light * 255), UInt8(light * 200), UInt8(x * 120 / width)]
    }
  }
}
