internal import Plots

/// The product's mark: the layers of an autoencoder, narrow in the middle.
public enum Logo {
  /// The bars, from the left, in parts of a side of 64.
  private static let bars: [(x: Int, height: Int)] = [
    (4, 56), (16, 36), (28, 12), (40, 36), (52, 56),
  ]

  /// The width of a bar, in parts of a side of 64.
  private static let barWidth = 8

  /// Returns the mark as a PNG file; a side is a multiple of 32 pixels.
  public static func png(side: Int) -> [UInt8]? {
    let scale = side / 32
    guard scale > 0, side % 32 == 0 else { return nil }
    // Drawn in 32 parts, whose pixels are then squares of the scale.
    var pixels = [UInt8](repeating: 255, count: 32 * 32)
    for bar in bars {
      for y in (32 - bar.height / 2) / 2..<(32 + bar.height / 2) / 2 {
        for x in bar.x / 2..<(bar.x + barWidth) / 2 { pixels[y * 32 + x] = 40 }
      }
    }
    guard let image = try? GrayImage(width: 32, height: 32, pixels: pixels) else { return nil }
    let figure = Figure(
      width: side,
      height: side,
      marks: [.tile(image, x: 0, y: 0, scale: scale)]
    )
    return try? figure.png()
  }

  /// The mark as an SVG file.
  public static var svg: String {
    let rectangles = bars.map { bar in
      let y = (64 - bar.height) / 2
      return "<rect x=\"\(bar.x)\" y=\"\(y)\" width=\"\(barWidth)\" height=\"\(bar.height)\"/>"
    }
    return """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
      <rect width="64" height="64" fill="#fff"/>
      <g fill="#282828">\(rectangles.joined())</g>
      </svg>

      """
  }
}
