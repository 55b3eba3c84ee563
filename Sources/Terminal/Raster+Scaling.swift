internal import Shell

/// Pixels of red, green and blue, one after the other, as numbers from 0 to 255.
struct ColorPixels {
  let width: Int
  let height: Int
  var values: [Float]

  /// Returns the three channels of a pixel.
  func pixel(_ x: Int, _ y: Int) -> SIMD3<Float> {
    let place = (y * width + x) * 3
    return SIMD3(values[place], values[place + 1], values[place + 2])
  }
}

extension Raster {
  /// Returns the picture at another size, each new pixel the mean of what it covers.
  ///
  /// The sides may shrink and grow differently. A picture of the same size is taken as it is.
  func scaled(toWidth newWidth: Int, height newHeight: Int) -> ColorPixels {
    if newWidth == width, newHeight == height { return unscaled }
    let columns = Spans(from: width, to: newWidth)
    let rows = Spans(from: height, to: newHeight)
    var result = [Float](repeating: 0, count: newWidth * newHeight * 3)
    // Across first: the rows between are used again and again.
    var across: [Int: [Float]] = [:]
    for y in 0..<newHeight {
      if across.count > 64 { across = across.filter { $0.key >= rows.first[y] } }
      for (offset, weight) in rows.weights[y].enumerated() {
        let source = rows.first[y] + offset
        let line = across[source] ?? narrowed(row: source, columns)
        across[source] = line
        let start = y * newWidth * 3
        for index in line.indices { result[start + index] += weight * line[index] }
      }
    }
    return ColorPixels(width: newWidth, height: newHeight, values: result)
  }

  private var unscaled: ColorPixels {
    var values: [Float] = []
    values.reserveCapacity(width * height * 3)
    for byte in bytes {
      for _ in 0..<3 / channels { values.append(Float(byte)) }
    }
    return ColorPixels(width: width, height: height, values: values)
  }

  private func narrowed(row: Int, _ columns: Spans) -> [Float] {
    var line = [Float](repeating: 0, count: columns.first.count * 3)
    let start = row * width * channels
    for x in columns.first.indices {
      var place = start + columns.first[x] * channels
      var sum = SIMD3<Float>.zero
      for weight in columns.weights[x] {
        let red = Float(bytes[place])
        sum +=
          channels == 1
          ? SIMD3(repeating: weight * red)
          : weight * SIMD3(red, Float(bytes[place + 1]), Float(bytes[place + 2]))
        place += channels
      }
      for channel in 0..<3 { line[x * 3 + channel] = sum[channel] }
    }
    return line
  }
}

/// Which old pixels each new pixel of a line covers, and by how much of itself.
private struct Spans {
  private(set) var first: [Int] = []
  private(set) var weights: [[Float]] = []

  init(from old: Int, to new: Int) {
    let ratio = Double(old) / Double(new)
    for index in 0..<new {
      let start = Double(index) * ratio
      let end = min(Double(index + 1) * ratio, Double(old))
      let low = min(Int(start), old - 1)
      let high = min(max(Int(end.rounded(.up)), low + 1), old)
      first.append(low)
      weights.append(
        (low..<high).map { pixel in
          let covered = min(end, Double(pixel + 1)) - max(start, Double(pixel))
          return Float(max(covered, 0) / (end - start))
        }
      )
    }
  }
}
