import CZlib

/// A PNG file put together by hand (W3C, PNG specification, third edition).
struct PNGSample {
  var width: Int
  var height: Int

  /// 0 is grey, 2 red, green and blue, 4 grey with alpha.
  var colorType: UInt8 = 0
  var depth: UInt8 = 8

  /// The rows, without the filter byte of each.
  var rows: [[UInt8]]

  var bytes: [UInt8] {
    let header = Self.number(width) + Self.number(height) + [depth, colorType, 0, 0, 0]
    let data = rows.reduce(into: [UInt8]()) { $0 += [0] + $1 }
    return [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10] + Self.chunk("IHDR", header)
      + Self.chunk("IDAT", Self.packed(data)) + Self.chunk("IEND", [])
  }

  private static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var count = compressBound(UInt(bytes.count))
    var output = [UInt8](repeating: 0, count: Int(count))
    compress(&output, &count, bytes, UInt(bytes.count))
    return Array(output.prefix(Int(count)))
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + data
    return number(data.count) + body + number(Int(crc32(0, body, UInt32(body.count))))
  }

  private static func number(_ number: Int) -> [UInt8] {
    stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
  }
}
