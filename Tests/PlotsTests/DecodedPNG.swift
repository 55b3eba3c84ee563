import CPNG

/// A PNG file read back through libpng, so that the tests see what any reader sees.
struct DecodedPNG {
  let width: Int
  let height: Int
  let hasColor: Bool
  let hasAlpha: Bool
  let channels: Int
  let bytes: [UInt8]

  /// Reads a file; nil where it is none.
  init?(_ file: [UInt8]) {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    // SAFETY: libpng reads within the file while `body` runs, and the image keeps no pointer to it
    // beyond the second call.
    let pixels: [UInt8]? = file.withUnsafeBytes { content in
      guard png_image_begin_read_from_memory(&image, content.baseAddress, content.count) != 0
      else { return nil }
      let channels = Int(image.format & UInt32(PNG_FORMAT_FLAG_ALPHA | PNG_FORMAT_FLAG_COLOR) + 1)
      var pixels = [UInt8](
        repeating: 0,
        count: Int(image.width) * Int(image.height) * channels
      )
      return png_image_finish_read(&image, nil, &pixels, 0, nil) != 0 ? pixels : nil
    }
    guard let pixels else { return nil }
    width = Int(image.width)
    height = Int(image.height)
    hasColor = image.format & UInt32(PNG_FORMAT_FLAG_COLOR) != 0
    hasAlpha = image.format & UInt32(PNG_FORMAT_FLAG_ALPHA) != 0
    channels = pixels.count / (width * height)
    bytes = pixels
  }

  /// Returns the first channel of a pixel, which is its brightness in a grey picture.
  func gray(x: Int, y: Int) -> UInt8 { bytes[(y * width + x) * channels] }

  /// Returns how many pixels of a rectangle are darker than `limit`.
  func darkPixels(x: Range<Int>, y: Range<Int>, below limit: UInt8 = 128) -> Int {
    y.reduce(0) { sum, row in sum + x.count { gray(x: $0, y: row) < limit } }
  }
}
