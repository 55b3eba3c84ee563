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
}
