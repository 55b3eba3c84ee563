import CPNG

/// Turns a canvas into a PNG file in memory, through libpng's simplified interface.
///
/// The file carries no time and no comment: the same canvas gives the same bytes.
public enum PNGEncoder {
  /// Returns the bytes of a PNG file.
  public static func encode(_ canvas: Canvas) throws(PlotError) -> [UInt8] {
    let picture = Picture(
      width: UInt32(canvas.width),
      height: UInt32(canvas.height),
      format: canvas.format,
      bytes: canvas.bytes
    )
    return try encode(picture, firstGuess: canvas.bytes.count / 4 + 65_536)
  }

  /// What libpng is given; the bytes are those of height rows of width pixels.
  struct Picture {
    var width: UInt32
    var height: UInt32
    var format: Canvas.Format
    var bytes: [UInt8]
  }

  /// Returns the file of a picture, in one call of libpng where it has at most `firstGuess` bytes.
  ///
  /// Where it has more, the first call says how many the second one needs.
  static func encode(_ picture: Picture, firstGuess: Int) throws(PlotError) -> [UInt8] {
    switch try write(picture, capacity: firstGuess) {
    case .file(let bytes): return bytes
    case .needs(let count):
      guard case .file(let bytes) = try write(picture, capacity: count) else {
        throw .encoder("the size of the file changed between two calls")
      }
      return bytes
    }
  }

  private enum Written {
    case file([UInt8])
    case needs(Int)
  }

  private static func write(_ picture: Picture, capacity: Int) throws(PlotError) -> Written {
    try probeMemory(capacity)
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    image.width = picture.width
    image.height = picture.height
    image.format = picture.format.code
    // Unfiltered rows and a quick search: a quarter of the time for files half as large again.
    image.flags = UInt32(PNG_IMAGE_FLAG_FAST)
    defer { png_image_free(&image) }

    var size = capacity
    var succeeded = false
    let buffer = [UInt8](unsafeUninitializedCapacity: capacity) { buffer, written in
      // SAFETY: libpng writes at most `size` bytes to the buffer and says in `size` how many; the
      // picture holds exactly height rows of width pixels, which is what a stride of 0 means.
      let result = png_image_write_to_memory(
        &image,
        buffer.baseAddress,
        &size,
        0,
        picture.bytes,
        0,
        nil
      )
      succeeded = result != 0
      written = succeeded ? size : 0
    }
    guard succeeded else {
      guard size > capacity else { throw .encoder(message(of: image)) }
      return .needs(size)
    }
    // A copy, because the buffer keeps its whole capacity as long as it lives; an array made of all
    // of it would share that.
    var file: [UInt8] = []
    file.reserveCapacity(size)
    file += buffer
    return .file(file)
  }

  private static func message(of image: png_image) -> String {
    withUnsafeBytes(of: image.message) { bytes in
      // SAFETY: the bytes are those of the array in `image`, read for the time of the call only.
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

extension Canvas.Format {
  /// The code of the format in libpng, always of eight bits a channel.
  fileprivate var code: UInt32 {
    switch self {
    case .gray: 0
    case .rgb: UInt32(PNG_FORMAT_FLAG_COLOR)
    case .rgba: UInt32(PNG_FORMAT_FLAG_COLOR) | UInt32(PNG_FORMAT_FLAG_ALPHA)
    }
  }
}
