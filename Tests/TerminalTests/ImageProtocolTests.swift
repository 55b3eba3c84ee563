import Shell
import Testing

@testable import Terminal

@Suite struct ImageProtocolTests {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  private let area = ImageArea(columns: 3, rows: 2, width: 24, height: 32, isScaled: true)

  @Test func `kitty gets the PNG file itself`() {
    var exact = area
    exact.isScaled = false
    let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47]
    #expect(
      text(KittyImage.sequence(png: png, area: exact, knowsCells: true))
        == "\u{1B}_Ga=T,f=100,q=2,C=1,m=0;iVBORw==\u{1B}\\"
    )
    #expect(
      text(KittyImage.sequence(png: png, area: area, knowsCells: true, identifier: 77))
        == "\u{1B}_Ga=T,f=100,q=2,C=1,i=77,p=1,c=3,r=2,m=0;iVBORw==\u{1B}\\"
    )
    // Where nobody knows how large a cell is, its cells are told.
    let told = text(KittyImage.sequence(png: png, area: exact, knowsCells: false))
    #expect(told.contains(",c=3,r=2,"))
    #expect(text(KittyImage.removal(identifier: 77)) == "\u{1B}_Ga=d,d=I,i=77,q=2\u{1B}\\")
  }

  @Test(arguments: [(3072, [4096]), (3073, [4096, 4]), (7000, [4096, 4096, 1144])])
  func `kitty gets a long file in chunks of at most 4096 characters`(count: Int, lengths: [Int]) {
    let png = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    let chunks = text(KittyImage.sequence(png: png, area: area, knowsCells: true))
      .components(endingWith: "\u{1B}\\")
    #expect(chunks.map { $0.split(separator: ";")[1].count } == lengths)
    for (index, chunk) in chunks.enumerated() {
      let more = index + 1 < chunks.count ? 1 : 0
      #expect(chunk.contains("m=\(more);"))
      #expect(chunk.hasPrefix(index == 0 ? "\u{1B}_Ga=T," : "\u{1B}_Gq=2,m="))
    }
  }

  @Test func `iTerm2 gets the PNG file itself`() {
    #expect(
      text(ITermImage.sequence(png: [0x89, 0x50, 0x4E, 0x47], area: area))
        == "\u{1B}]1337;File=inline=1;size=4;width=3;height=2;preserveAspectRatio=1:iVBORw==\u{7}"
    )
  }

  @Test func `a sixel picture has its colours exactly, and repeats counted`() throws {
    // Seven rows, so that there are two bands: red above, then a row of white and black.
    let raster = try ImageSample.raster(width: 6, height: 7) { x, y in
      y < 6 ? [255, 0, 0] : x < 3 ? [255, 255, 255] : [0, 0, 0]
    }
    let area = ImageArea(columns: 1, rows: 1, width: 6, height: 7, isScaled: false)
    #expect(
      text(SixelImage.sequence(of: raster, area: area, colors: 256))
        == "\u{1B}P0;1;0q\"1;1;6;7#0;2;0;0;0#1;2;100;0;0#2;2;100;100;100"
        + "#1!6~-#0???@@@$#2@@@\u{1B}\\"
    )
  }

  @Test(arguments: [1, 2, 16, 256])
  func `a sixel picture has no more colours than the terminal, and says the same again`(
    limit: Int
  ) throws {
    let raster = try ImageSample.raster(width: 64, height: 64) { x, y in
      [UInt8(x * 4), UInt8(y * 4), UInt8((x + y) * 2)]
    }
    let area = ImageArea(columns: 8, rows: 4, width: 64, height: 64, isScaled: false)
    let first = SixelImage.sequence(of: raster, area: area, colors: limit)
    #expect(first == SixelImage.sequence(of: raster, area: area, colors: limit))
    // As many as it may have serve it well.
    let pixels = raster.scaled(toWidth: 64, height: 64)
    let palette = SixelPalette(of: pixels, limit: limit)
    #expect(palette.colors.count == limit)
    #expect(!text(first).contains("#\(limit);"))
    var error = 0.0
    for (index, place) in palette.indices.enumerated() {
      let color = SIMD3<Float>(palette.colors[Int(place)]) * 2.55
      let difference = color - pixels.pixel(index % 64, index / 64)
      error += Double((difference * difference).sum()) / 3
    }
    let bounds = [1: 4600.0, 2: 3000, 16: 450, 256: 40]
    #expect(error / 4096 < bounds[limit] ?? 0, "\(error / 4096)")
  }

  @Test func `a sixel picture decodes to its pixels`() throws {
    let raster = try ImageSample.discs(width: 61, height: 45)
    let area = ImageArea(columns: 8, rows: 3, width: 61, height: 45, isScaled: false)
    let decoded = SixelDecoder(SixelImage.sequence(of: raster, area: area, colors: 256))
    #expect(decoded.width == 61 && decoded.height == 45)
    var worst: Float = 0
    let pixels = raster.scaled(toWidth: 61, height: 45)
    for y in 0..<45 {
      for x in 0..<61 {
        let color = try #require(decoded.pixels[y * 61 + x])
        let difference = color - pixels.pixel(x, y)
        worst = max(worst, (difference * difference).sum().squareRoot())
      }
    }
    #expect(worst < 25, "the colours of the palette are near those of the picture")
  }
}

extension String {
  /// The parts that end with a mark, with nothing behind the last.
  fileprivate func components(endingWith mark: String) -> [Substring] {
    var parts: [Substring] = []
    var rest = self[...]
    while let range = rest.firstRange(of: mark) {
      parts.append(rest[..<range.lowerBound])
      rest = rest[range.upperBound...]
    }
    return parts
  }
}

/// Reads a sixel picture as a terminal does.
private struct SixelDecoder {
  private(set) var width = 0
  private(set) var height = 0
  private(set) var pixels: [SIMD3<Float>?] = []

  init(_ bytes: [UInt8]) {
    var colors: [Int: SIMD3<Float>] = [:]
    var (x, top, color, index) = (0, 0, 0, 0)
    func number() -> Int {
      var value = 0
      while index < bytes.count, (0x30...0x39).contains(bytes[index]) {
        value = value * 10 + Int(bytes[index]) - 0x30
        index += 1
      }
      return value
    }
    func numbers() -> [Int] {
      var result = [number()]
      while index < bytes.count, bytes[index] == UInt8(ascii: ";") {
        index += 1
        result.append(number())
      }
      return result
    }
    index = (bytes.firstIndex(of: UInt8(ascii: "q")) ?? 0) + 1
    while index < bytes.count, bytes[index] != 27 {
      let byte = bytes[index]
      index += 1
      var (count, sixel) = (1, byte)
      switch byte {
      case UInt8(ascii: "\""):
        let sizes = numbers()
        (width, height) = (sizes[2], sizes[3])
        pixels = Array(repeating: nil, count: width * height)
        continue
      case UInt8(ascii: "#"):
        let parts = numbers()
        color = parts[0]
        if parts.count == 5 {
          colors[color] = SIMD3(Float(parts[2]), Float(parts[3]), Float(parts[4])) * 2.55
        }
        continue
      case UInt8(ascii: "$"):
        x = 0
        continue
      case UInt8(ascii: "-"):
        (x, top) = (0, top + 6)
        continue
      case UInt8(ascii: "!"):
        count = number()
        sixel = bytes[index]
        index += 1
      default: break
      }
      for _ in 0..<count {
        for bit in 0..<6 where (sixel - 0x3F) >> UInt8(bit) & 1 == 1 {
          if x < width, top + bit < height { pixels[(top + bit) * width + x] = colors[color] }
        }
        x += 1
      }
    }
  }
}
