import Testing

@testable import Plots

@Suite struct TextRasterTests {
  private let style = TextStyle(size: 16)

  @Test func `text has ink, and other text other ink`() throws {
    let raw = try TextRaster("raw", style: style)
    let other = try TextRaster("en-decoder", style: style)
    #expect(raw.coverage.count == raw.width * raw.height)
    #expect(raw.coverage.contains { $0 > 200 })
    #expect(Set(raw.coverage).count > 10, "the edges are antialiased")
    #expect(other.advance > 2 * raw.advance)
    #expect(raw != other)
  }

  @Test func `the same text gives the same pixels`() throws {
    #expect(try TextRaster("raw", style: style) == TextRaster("raw", style: style))
  }

  @Test func `the raster lies around the pen`() throws {
    let raster = try TextRaster("gH", style: style)
    #expect((-2...2).contains(raster.left))
    #expect(raster.top < -9 && raster.top > -16)
    #expect(raster.top + raster.height >= 3, "the g goes below the baseline")
    #expect(abs(Double(raster.width) - raster.advance) < 4)
  }

  @Test func `larger and bold text is wider`() throws {
    let plain = try TextRaster("loss", style: style)
    #expect(try TextRaster("loss", style: TextStyle(size: 32)).advance == 2 * plain.advance)
    #expect(
      try TextRaster("loss", style: TextStyle(size: 16, isBold: true)).advance > plain.advance
    )
  }

  @Test func `capitals are as high as the style says`() throws {
    let raster = try TextRaster("H", style: TextStyle(size: 100))
    #expect(abs(Double(-raster.top) - TextStyle(size: 100).capitalHeight) <= 1)
  }

  @Test(arguments: ["", " ", "   "])
  func `a text without ink has no pixels`(text: String) throws {
    let raster = try TextRaster(text, style: style)
    #expect(raster.coverage.isEmpty && raster.width == 0 && raster.height == 0)
  }

  @Test(arguments: [
    ("a\u{0}b", "a\u{FFFD}b"), ("\u{1B}[2Jx", "\u{FFFD}[2Jx"), ("a\u{202E}b", "a\u{FFFD}b"),
    ("a\u{2028}b", "a\u{FFFD}b"), ("a\u{9B}b", "a\u{FFFD}b"), ("a\nb\tc", "a b c"),
    ("é 漢 🙂", "é 漢 🙂"),
  ])
  func `F115 draws control and bidirectional marks as replacements`(
    text: String,
    printable: String
  ) throws {
    #expect(Typesetter.printable(text) == printable)
    #expect(try TextRaster(text, style: style) == TextRaster(printable, style: style))
  }

  @Test func `F115 a huge text is cut`() throws {
    let huge = String(repeating: "e\u{301}", count: 500_000)
    #expect(Typesetter.printable(huge).unicodeScalars.count == 513)
    #expect(try TextRaster(huge, style: style).width < 10_000)
  }

  @Test(arguments: [0, -1, 513, .nan, .infinity] as [Double])
  func `refuses a size that cannot be drawn`(size: Double) {
    #expect {
      try TextRaster("a", style: TextStyle(size: size))
    } throws: { error in
      guard case PlotError.textSizeOutOfRange(let found) = error else { return false }
      return found == size || size.isNaN
    }
  }

  @Test func `a text that is too wide keeps its beginning`() throws {
    let typesetter = Typesetter()
    let width = 60.0
    let cut = try typesetter.fitting("reconstruction of digits", style: style, width: width)
    #expect(cut.hasPrefix("rec") && cut.hasSuffix("…"))
    #expect(try typesetter.advance(of: cut, style: style) <= width)
    #expect(try typesetter.fitting("raw", style: style, width: width) == "raw")
    #expect(try typesetter.fitting("raw", style: style, width: 1) == "")
    #expect(try typesetter.fitting("", style: style, width: 0) == "")
  }
}
