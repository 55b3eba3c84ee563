/// A small picture in colour, such as the weights of a unit.
public struct ColorImage: Hashable, Sendable {
  /// The width in pixels.
  public let width: Int

  /// The height in pixels.
  public let height: Int

  /// The pixels, row after row from the top left; their alpha is not drawn.
  public let pixels: [Color]

  /// Creates an image from its pixels.
  public init(width: Int, height: Int, pixels: [Color]) throws(PlotError) {
    guard width > 0, height > 0 else { throw .emptyPicture(width: width, height: height) }
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

  /// Creates the same picture in colour.
  init(_ image: GrayImage) {
    width = image.width
    height = image.height
    pixels = image.pixels.map { Color(gray: $0) }
  }
}
