internal import Shell

/// A picture as sixels: columns of six pixels, a character each, one colour after the other.
///
/// DEC's VT330/VT340 Programmer Reference Manual, volume 2, chapter 14.
enum SixelImage {
  /// The colours that a terminal has where it does not say how many.
  static let usualColors = 256

  /// Returns the sequence that shows a picture at the cursor, in the pixels of an area.
  static func sequence(of raster: Raster, area: ImageArea, colors: Int) -> [UInt8] {
    let pixels = raster.scaled(toWidth: area.width, height: area.height)
    let palette = SixelPalette(of: pixels, limit: colors)
    var writer = SixelWriter()
    // Pixels are square, and what no sixel sets stays as it is; then the picture's size.
    writer.text("\u{1B}P0;1;0q\"1;1;\(pixels.width);\(pixels.height)")
    for (index, color) in palette.colors.enumerated() {
      writer.text("#\(index);2;\(color.x);\(color.y);\(color.z)")
    }
    for top in stride(from: 0, to: pixels.height, by: 6) {
      if top > 0 { writer.text("-") }
      writer.band(
        palette,
        width: pixels.width,
        rows: top..<min(top + 6, pixels.height)
      )
    }
    writer.text("\u{1B}\\")
    return writer.bytes
  }
}

/// Collects the characters of a sixel picture, with repeated ones counted.
private struct SixelWriter {
  private(set) var bytes: [UInt8] = []

  mutating func text(_ text: String) { bytes += text.utf8 }

  /// Writes six rows of pixels.
  mutating func band(_ palette: SixelPalette, width: Int, rows: Range<Int>) {
    // For each colour of the band, in the order in which they are met, the bits of its columns.
    var places = [Int](repeating: -1, count: palette.colors.count)
    var order: [Int] = []
    var columns: [UInt8] = []
    for (bit, row) in rows.enumerated() {
      var last: (color: Int, place: Int) = (-1, 0)
      for x in 0..<width {
        let color = Int(palette.indices[row * width + x])
        if color != last.color {
          if places[color] < 0 {
            places[color] = order.count
            order.append(color)
            columns += repeatElement(0, count: width)
          }
          last = (color, places[color] * width)
        }
        columns[last.place + x] |= 1 << UInt8(bit)
      }
    }
    for (index, color) in order.sorted().enumerated() {
      // Back to the left edge for each colour but the first.
      text(index > 0 ? "$#\(color)" : "#\(color)")
      line(columns[places[color] * width..<(places[color] + 1) * width])
    }
  }

  /// Writes the columns of one colour; what is empty at their end needs no character.
  private mutating func line(_ bits: ArraySlice<UInt8>) {
    guard let last = bits.lastIndex(where: { $0 != 0 }) else { return }
    var start = bits.startIndex
    while start <= last {
      var next = start + 1
      while next <= last, bits[next] == bits[start] { next += 1 }
      let character = bits[start] + 0x3F
      if next - start > 3 {
        text("!\(next - start)")
        bytes.append(character)
      } else {
        bytes += repeatElement(character, count: next - start)
      }
      start = next
    }
  }
}
