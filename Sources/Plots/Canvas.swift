/// A rectangle of pixels, eight bits a channel, row after row from the top left.
public struct Canvas: Equatable, Sendable {
  /// What a pixel consists of.
  public enum Format: Sendable {
    /// One channel: brightness.
    case gray
    /// Red, green and blue.
    case rgb
    /// Red, green, blue and straight alpha.
    case rgba

    /// The number of bytes in a pixel.
    public var channels: Int {
      switch self {
      case .gray: 1
      case .rgb: 3
      case .rgba: 4
      }
    }
  }

  /// The longest side in pixels.
  public static let maximumSide = 65_535

  /// The most bytes that a canvas may take: 256 MiB.
  public static let maximumBytes = 1 << 28

  /// The width in pixels.
  public let width: Int

  /// The height in pixels.
  public let height: Int

  /// What a pixel consists of.
  public let format: Format

  /// The channels of the pixels, row after row, without padding.
  public internal(set) var bytes: [UInt8]

  /// Creates a canvas of one colour; a grey canvas takes the colour's luma.
  public init(width: Int, height: Int, format: Format, fill: Color = .white) throws(PlotError) {
    let count = try Self.byteCount(width: width, height: height, format: format)
    try probeMemory(count)
    self.width = width
    self.height = height
    self.format = format
    let pixel = Self.channels(of: fill, in: format)
    bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, written in
      // SAFETY: the buffer has `count` bytes, and each of them is written once.
      for start in stride(from: 0, to: count, by: pixel.count) {
        for channel in pixel.indices {
          buffer.initializeElement(at: start + channel, to: pixel[channel])
        }
      }
      written = count
    }
  }

  /// Returns the channels of a pixel.
  ///
  /// - Precondition: the pixel lies within the canvas.
  public func pixel(x: Int, y: Int) -> ArraySlice<UInt8> {
    precondition(x >= 0 && x < width && y >= 0 && y < height, "a pixel lies within its canvas")
    let start = (y * width + x) * format.channels
    return bytes[start..<start + format.channels]
  }

  /// Returns the bytes that the channels of a colour take in a format.
  static func channels(of color: Color, in format: Format) -> [UInt8] {
    switch format {
    case .gray: [color.luma]
    case .rgb: [color.red, color.green, color.blue]
    case .rgba: [color.red, color.green, color.blue, color.alpha]
    }
  }

  /// Returns the size of a canvas in bytes; no arithmetic here can overflow.
  private static func byteCount(
    width: Int,
    height: Int,
    format: Format
  ) throws(PlotError) -> Int {
    guard width > 0, height > 0 else {
      throw .emptyPicture(width: width, height: height)
    }
    guard width <= maximumSide, height <= maximumSide,
      width * height * format.channels <= maximumBytes
    else { throw .tooLarge(width: width, height: height) }
    return width * height * format.channels
  }
}
