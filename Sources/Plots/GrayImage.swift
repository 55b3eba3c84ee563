/// A small grey picture, such as a digit: 0 is black, 255 is white.
public struct GrayImage: Hashable, Sendable {
  /// The width in pixels.
  public let width: Int

  /// The height in pixels.
  public let height: Int

  /// The pixels, row after row from the top left.
  public let pixels: [UInt8]

  /// Creates an image from its pixels.
  public init(width: Int, height: Int, pixels: [UInt8]) throws(PlotError) {
    guard width > 0, height > 0 else {
      throw .emptyPicture(width: width, height: height)
    }
    guard width <= Canvas.maximumSide, height <= Canvas.maximumSide else {
      throw .tooLarge(width: width, height: height)
    }
    guard pixels.count == width * height else {
      throw .wrongPixelCount(expected: width * height, found: pixels.count)
    }
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Creates an image of the size of another one.
  private init(like other: GrayImage, pixels: [UInt8]) {
    width = other.width
    height = other.height
    self.pixels = pixels
  }

  /// Returns how far the pixels are from those of an image of the same size.
  func difference(from other: GrayImage) -> GrayImage {
    precondition(width == other.width && height == other.height, "images of one size have one")
    let pixels = zip(pixels, other.pixels).map { max($0, $1) - min($0, $1) }
    return GrayImage(like: self, pixels: pixels)
  }
}
