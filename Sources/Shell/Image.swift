/// A picture, ready to be written or shown.
public struct Image: Sendable {
  /// The picture as a PNG file.
  public var png: [UInt8]

  /// The same as an SVG file, for pictures that are lines and areas rather than pixels.
  public var svg: String?

  /// The width in pixels.
  public var width: Int

  /// The height in pixels.
  public var height: Int

  /// One line that says what is shown, for readers that see no pictures.
  public var caption: String

  /// What is in the picture, for readers that show no PNG files; nil where it is not known.
  public var content: ImageContent?

  /// The series that it belongs to, where it shows something that changes.
  public var series: ImageSeries?

  /// Creates a picture.
  public init(
    png: [UInt8],
    svg: String? = nil,
    width: Int,
    height: Int,
    caption: String,
    content: ImageContent? = nil,
    series: ImageSeries? = nil
  ) {
    self.png = png
    self.svg = svg
    self.width = width
    self.height = height
    self.caption = caption
    self.content = content
    self.series = series
  }
}

/// A series of pictures of one thing as it changes, of which each replaces the one before.
///
/// Where nothing can be replaced a front end shows the last one only, which comes with `isFinished`;
/// it may be the same picture as the one before it.
public struct ImageSeries: Sendable, Equatable {
  /// The same for all pictures of a series, and for no other series of the session.
  public var identifier: Int

  /// Whether this is the last picture.
  public var isFinished: Bool

  /// Creates the place of a picture in a series.
  public init(identifier: Int, isFinished: Bool = false) {
    self.identifier = identifier
    self.isFinished = isFinished
  }
}

/// What a picture consists of.
///
/// The pixels are those that the PNG file was made of, so that nobody has to decode it. Texts are
/// told apart from the rest, because a terminal that draws with characters writes them as they are.
public struct ImageContent: Sendable {
  /// All of the picture.
  public var pixels: Raster

  /// Draws the picture without its texts; nil where that fails.
  public var sketch: @Sendable () -> Raster?

  /// The texts.
  public var texts: [Text]

  /// Creates the content of a picture.
  public init(pixels: Raster, texts: [Text] = [], sketch: @escaping @Sendable () -> Raster?) {
    self.pixels = pixels
    self.texts = texts
    self.sketch = sketch
  }

  /// A line of text in a picture.
  public struct Text: Sendable, Equatable {
    /// The text.
    public var text: String

    /// Where its anchor stands, in pixels from the left.
    public var x: Double

    /// Where the middle of its letters, or its anchor where it runs upwards, stands, in pixels from
    /// the top.
    public var y: Double

    /// The part of the text that lies before its anchor: 0, 0.5 or 1.
    public var anchor: Double

    /// Its red, green and blue.
    public var color: [UInt8]

    /// Whether it runs upwards.
    public var isUpright: Bool

    /// Creates a text.
    public init(
      _ text: String,
      x: Double,
      y: Double,
      anchor: Double,
      color: [UInt8],
      isUpright: Bool = false
    ) {
      self.text = text
      self.x = x
      self.y = y
      self.anchor = anchor
      self.color = color
      self.isUpright = isUpright
    }
  }
}

/// Pixels in rows from the top left, eight bits a channel.
public struct Raster: Sendable, Equatable {
  /// The width in pixels, at least 1.
  public let width: Int

  /// The height in pixels, at least 1.
  public let height: Int

  /// The bytes of a pixel: 1 for brightness, 3 for red, green and blue.
  public let channels: Int

  /// The pixels.
  public let bytes: [UInt8]

  /// Creates a raster, or returns nil where the bytes are not those of such a picture.
  public init?(width: Int, height: Int, channels: Int, bytes: [UInt8]) {
    guard width > 0, height > 0, channels == 1 || channels == 3 else { return nil }
    let (pixels, overflows) = width.multipliedReportingOverflow(by: height)
    guard !overflows, bytes.count.isMultiple(of: channels), bytes.count / channels == pixels else {
      return nil
    }
    self.width = width
    self.height = height
    self.channels = channels
    self.bytes = bytes
  }
}
