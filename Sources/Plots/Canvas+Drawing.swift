extension Canvas {
  /// Draws an image so that each of its pixels becomes a square of `scale` pixels, unblended.
  ///
  /// - Precondition: the enlarged image lies within the canvas.
  public mutating func draw(_ image: GrayImage, x: Int, y: Int, scale: Int) {
    precondition(scale > 0, "an image is drawn at a positive scale")
    precondition(
      x >= 0 && y >= 0 && image.width <= (width - x) / scale
        && image.height <= (height - y) / scale,
      "an image lies within the canvas"
    )
    let channels = format.channels
    let repeats = scale * (channels == 4 ? 3 : channels)
    var line: [UInt8] = []
    line.reserveCapacity(image.width * scale * channels)
    for row in 0..<image.height {
      line.removeAll(keepingCapacity: true)
      for pixel in image.pixels[row * image.width..<(row + 1) * image.width] {
        if format == .rgba {
          for _ in 0..<scale { line += [pixel, pixel, pixel, 255] }
        } else {
          line.append(contentsOf: repeatElement(pixel, count: repeats))
        }
      }
      for copy in 0..<scale {
        let start = ((y + row * scale + copy) * width + x) * channels
        bytes.replaceSubrange(start..<start + line.count, with: line)
      }
    }
  }

  /// Draws a text with its pen at `x` on the baseline `y`; what lies outside the canvas is cut off.
  public mutating func draw(_ raster: TextRaster, x: Int, y: Int, color: Color) {
    let ink = Self.channels(of: color, in: format)
    let left = x + raster.left
    let top = y + raster.top
    for row in max(0, -top)..<max(max(0, -top), min(raster.height, height - top)) {
      for column in max(0, -left)..<max(max(0, -left), min(raster.width, width - left)) {
        let coverage = Int(raster.coverage[row * raster.width + column])
        guard coverage > 0 else { continue }
        let start = ((top + row) * width + left + column) * format.channels
        blend(ink, opacity: (coverage * Int(color.alpha) + 127) / 255, at: start)
      }
    }
  }

  /// Moves the channels at `start` towards `ink`; an alpha channel moves towards opaque.
  private mutating func blend(_ ink: [UInt8], opacity: Int, at start: Int) {
    for channel in ink.indices {
      let target = channel == 3 ? 255 : Int(ink[channel])
      let mixed = Int(bytes[start + channel]) * (255 - opacity) + target * opacity
      bytes[start + channel] = UInt8((mixed + 127) / 255)
    }
  }
}
