internal import CPNG

/// Reads grey pixels out of a PNG file, through libpng's simplified interface only.
///
/// Size and memory are checked before anything is decoded. Colours become grey as libpng weighs
/// them, and what is transparent lies on black. Rows have at most 65,535 bytes, because longer ones
/// were the subject of CVE-2026-22801.
public enum PNGDecoder {
  /// The greatest width and height.
  public static let sideLimit = 65_535

  /// Returns height, width and the pixels row after row; at most `budget` bytes are allocated.
  public static func decode(
    _ contents: [UInt8],
    budget: Int
  ) throws(PNGFault) -> (height: Int, width: Int, pixels: [UInt8]) {
    // SAFETY: the contents outlive the image, which is freed before this returns.
    let result = contents.withUnsafeBytes { decode($0, budget: budget) }
    return try result.get()
  }

  private static func decode(
    _ contents: UnsafeRawBufferPointer,
    budget: Int
  ) -> Result<(height: Int, width: Int, pixels: [UInt8]), PNGFault> {
    var image = png_image()
    image.version = UInt32(PNG_IMAGE_VERSION)
    defer { png_image_free(&image) }
    guard png_image_begin_read_from_memory(&image, contents.baseAddress, contents.count) != 0 else {
      return .failure(.decoder(message(of: image)))
    }
    let (height, width) = (Int(image.height), Int(image.width))
    guard (1...sideLimit).contains(height), (1...sideLimit).contains(width),
      // libpng needs about as much again, and more for interlaced or palette pictures.
      height * width * 8 <= budget
    else { return .failure(.tooLarge(height: height, width: width)) }
    // Eight bits of grey; sixteen are taken as they are meant, in the usual gamma.
    image.format = 0
    image.flags = UInt32(PNG_IMAGE_FLAG_16BIT_sRGB)
    var background = png_color(red: 0, green: 0, blue: 0)
    var isRead = false
    let pixels = [UInt8](unsafeUninitializedCapacity: height * width) { buffer, count in
      // SAFETY: the buffer has the height rows of width bytes that a stride of width means.
      isRead =
        png_image_finish_read(&image, &background, buffer.baseAddress, Int32(width), nil) != 0
      count = isRead ? height * width : 0
    }
    return isRead ? .success((height, width, pixels)) : .failure(.decoder(message(of: image)))
  }

  private static func message(of image: png_image) -> String {
    withUnsafeBytes(of: image.message) { bytes in
      // SAFETY: the bytes are those of the array in `image`, read for the time of the call only.
      String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
  }
}

/// Why a PNG file cannot be read.
public enum PNGFault: Error, Equatable, Sendable {
  /// The picture is larger than can be taken.
  case tooLarge(height: Int, width: Int)
  /// libpng's own words.
  case decoder(String)
}
