import Glibc

/// A disc as a small mask of coverage, ready to be stamped on pixels.
///
/// Cairo's arcs take a second for 60,000 points; stamps take milliseconds. There is a mask for each
/// sixteenth of a pixel that a centre can lie at, so that clouds do not snap to a grid.
struct DotStamp {
  /// The parts of a pixel that centres are told apart by, each way.
  private static let phases = 4

  /// The points of a pixel that are tried against the disc, each way.
  private static let samples = 8

  private let reach: Int
  private let masks: [[UInt32]]

  /// The side of a mask in pixels.
  private var side: Int { 2 * reach + 1 }

  /// Creates the stamp of a disc of a radius in pixels.
  init(radius: Double) {
    let reach = Int(radius.rounded(.up)) + 1
    self.reach = reach
    masks = (0..<Self.phases * Self.phases).map { phase in
      let x = (Double(phase % Self.phases) + 0.5) / Double(Self.phases)
      let y = (Double(phase / Self.phases) + 0.5) / Double(Self.phases)
      return Self.mask(radius: radius, x: x, y: y, reach: reach)
    }
  }

  /// Stamps a disc with its centre at a place on premultiplied pixels, within columns and rows.
  func paint(
    _ pixels: UnsafeMutableBufferPointer<UInt32>,
    stride: Int,
    columns: Range<Int>,
    rows: Range<Int>,
    at center: Point,
    color: Color
  ) {
    let column = Int(center.x.rounded(.down))
    let row = Int(center.y.rounded(.down))
    let phases = Double(Self.phases)
    let phase =
      Int((center.y - Double(row)) * phases) * Self.phases
      + Int((center.x - Double(column)) * phases)
    let mask = masks[phase]
    let left = max(column - reach, columns.lowerBound)
    let right = min(column + reach + 1, columns.upperBound)
    let top = max(row - reach, rows.lowerBound)
    let bottom = min(row + reach + 1, rows.upperBound)
    guard left < right, top < bottom else { return }
    for y in top..<bottom {
      let line = (y - row + reach) * side - column + reach
      for x in left..<right {
        let coverage = mask[line + x]
        guard coverage > 0 else { continue }
        let index = y * stride + x
        pixels[index] = Self.blend(color, coverage * UInt32(color.alpha), over: pixels[index])
      }
    }
  }

  /// Returns a premultiplied pixel with a colour on top; `weight` is coverage times opacity, each of
  /// 0 to 255.
  private static func blend(_ color: Color, _ weight: UInt32, over pixel: UInt32) -> UInt32 {
    let full: UInt32 = 255 * 255
    func mixed(_ shift: UInt32, _ ink: UInt8) -> UInt32 {
      let old = pixel >> shift & 0xFF
      return ((old * (full - weight) + UInt32(ink) * weight + full / 2) / full) << shift
    }
    return mixed(24, 255) | mixed(16, color.red) | mixed(8, color.green) | mixed(0, color.blue)
  }

  private static func mask(radius: Double, x: Double, y: Double, reach: Int) -> [UInt32] {
    let side = 2 * reach + 1
    return (0..<side * side).map { index in
      let column = Double(index % side - reach) - x
      let row = Double(index / side - reach) - y
      let inside = (0..<samples * samples).count { sample in
        let across = column + (Double(sample % samples) + 0.5) / Double(samples)
        let down = row + (Double(sample / samples) + 0.5) / Double(samples)
        return hypot(across, down) <= radius
      }
      return UInt32(inside * 255 / (samples * samples))
    }
  }
}
