/// The colours of a sixel picture: those that it has, or as many as a terminal takes.
///
/// A colour is kept in the steps of the protocol, which are hundredths: pixels that a terminal
/// cannot tell apart are one colour. Where there are too many of them, boxes of colours are cut in
/// two where they differ most (Heckbert's median cut, 1982, with Wu's measure: the greatest sum of
/// squares first), and each box becomes its mean.
struct SixelPalette {
  /// The colours, three hundredths each.
  private(set) var colors: [SIMD3<Int32>] = []

  /// The index of each pixel's colour.
  private(set) var indices: [UInt16] = []

  /// Chooses at most `limit` colours for pixels.
  init(of pixels: ColorPixels, limit: Int) {
    var counts: [Int32: Int] = [:]
    var keys: [Int32] = []
    keys.reserveCapacity(pixels.width * pixels.height)
    var last: (key: Int32, run: Int) = (-1, 0)
    for start in stride(from: 0, to: pixels.values.count, by: 3) {
      let key = Self.key(pixels.values, at: start)
      keys.append(key)
      if key == last.key {
        last.run += 1
      } else {
        if last.run > 0 { counts[last.key, default: 0] += last.run }
        last = (key, 1)
      }
    }
    if last.run > 0 { counts[last.key, default: 0] += last.run }
    var boxes = [Box(counts.map { Entry(key: $0.key, count: $0.value) })]
    while boxes.count < max(limit, 1) {
      guard let widest = boxes.indices.max(by: { boxes[$0].spread < boxes[$1].spread }),
        let parts = boxes[widest].halves
      else { break }
      boxes[widest] = parts.0
      boxes.append(parts.1)
    }
    // In the order of brightness, so that the same picture gives the same bytes.
    boxes.sort { ($0.brightness, $0.mean.y, $0.mean.x) < ($1.brightness, $1.mean.y, $1.mean.x) }
    var places: [Int32: UInt16] = [:]
    for (index, box) in boxes.enumerated() {
      colors.append(box.mean)
      for entry in box.entries { places[entry.key] = UInt16(index) }
    }
    last = (-1, 0)
    var place: UInt16 = 0
    indices = keys.map { key in
      if key != last.key {
        last.key = key
        place = places[key] ?? 0
      }
      return place
    }
  }

  /// The three hundredths of a pixel as one number.
  private static func key(_ values: [Float], at start: Int) -> Int32 {
    part(values[start]) << 16 | part(values[start + 1]) << 8 | part(values[start + 2])
  }

  /// The hundredths of a channel.
  private static func part(_ value: Float) -> Int32 {
    // Half a step more makes cutting the rest off a rounding.
    Int32(min(max(value, 0), 255) * (100 / 255) + 0.5)
  }
}

/// A colour and how often it occurs.
private struct Entry {
  let key: Int32
  let count: Int

  var color: SIMD3<Int32> { SIMD3(key >> 16, key >> 8 & 0xFF, key & 0xFF) }
}

/// Colours that become one.
private struct Box {
  let entries: [Entry]
  let mean: SIMD3<Int32>
  /// The sum of the squared distances from the mean along the axis where it is greatest.
  let spread: Double
  private let axis: Int

  init(_ entries: [Entry]) {
    self.entries = entries
    var (sum, squares, count) = (SIMD3<Double>.zero, SIMD3<Double>.zero, 0.0)
    for entry in entries {
      let color = SIMD3<Double>(entry.color)
      sum += Double(entry.count) * color
      squares += Double(entry.count) * color * color
      count += Double(entry.count)
    }
    let center = sum / max(count, 1)
    mean = SIMD3<Int32>(center, rounding: .toNearestOrEven)
    let spreads = squares - sum * center
    let axis = (0..<3).max { spreads[$0] < spreads[$1] } ?? 0
    self.axis = axis
    spread = entries.count > 1 ? spreads[axis] : -1
  }

  /// The perceived brightness, in parts of ten thousand.
  var brightness: Int32 { 30 * mean.x + 59 * mean.y + 11 * mean.z }

  /// The box cut at its mean; nil for a single colour.
  var halves: (Box, Box)? {
    guard entries.count > 1 else { return nil }
    var total = 0.0
    var count = 0.0
    for entry in entries {
      total += Double(entry.color[axis]) * Double(entry.count)
      count += Double(entry.count)
    }
    let middle = total / count
    let low = entries.filter { Double($0.color[axis]) <= middle }
    let high = entries.filter { Double($0.color[axis]) > middle }
    guard !low.isEmpty, !high.isEmpty else { return nil }
    return (Box(low), Box(high))
  }
}
