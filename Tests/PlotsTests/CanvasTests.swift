import Plots
import Testing

@Suite struct CanvasTests {
  @Test(arguments: [
    (Canvas.Format.gray, [27] as [UInt8]),
    (.rgb, [10, 30, 60]),
    (.rgba, [10, 30, 60, 90]),
  ])
  func `begins as one colour`(format: Canvas.Format, channels: [UInt8]) throws {
    let color = Color(red: 10, green: 30, blue: 60, alpha: 90)
    let canvas = try Canvas(width: 3, height: 2, format: format, fill: color)
    #expect(canvas.bytes.count == 6 * format.channels)
    for y in 0..<2 {
      for x in 0..<3 { #expect(Array(canvas.pixel(x: x, y: y)) == channels) }
    }
  }

  @Test func `enlarges each pixel to a square and touches nothing else`() throws {
    var canvas = try Canvas(width: 9, height: 8, format: .gray, fill: .white)
    canvas.draw(try sample(1, width: 3, height: 2), x: 2, y: 1, scale: 2)
    let image = try sample(1, width: 3, height: 2)
    for y in 0..<8 {
      for x in 0..<9 {
        let isInside = (2..<8).contains(x) && (1..<5).contains(y)
        let expected = isInside ? image.pixels[(y - 1) / 2 * 3 + (x - 2) / 2] : 255
        #expect(canvas.pixel(x: x, y: y).first == expected, "pixel \(x), \(y)")
      }
    }
  }

  @Test func `draws greys on a colour canvas in all channels, and opaque`() throws {
    let image = try GrayImage(width: 2, height: 1, pixels: [10, 200])
    var color = try Canvas(width: 4, height: 2, format: .rgb, fill: .white)
    color.draw(image, x: 0, y: 0, scale: 2)
    #expect(color.bytes[..<12] == [10, 10, 10, 10, 10, 10, 200, 200, 200, 200, 200, 200])
    #expect(color.bytes[12...] == color.bytes[..<12])
    let clear = Color(red: 0, green: 0, blue: 0, alpha: 0)
    var layer = try Canvas(width: 2, height: 2, format: .rgba, fill: clear)
    layer.draw(image, x: 0, y: 1, scale: 1)
    #expect(layer.bytes == [0, 0, 0, 0, 0, 0, 0, 0, 10, 10, 10, 255, 200, 200, 200, 255])
  }

  @Test func `cuts off a text that leaves the canvas on any side`() throws {
    let raster = try TextRaster("Wide text", style: TextStyle(size: 20))
    for (x, y) in [(-30, 8), (4, -2), (10, 8), (4, 40), (-500, 8), (500, 8)] {
      var canvas = try Canvas(width: 20, height: 12, format: .gray)
      canvas.draw(raster, x: x, y: y, color: .black)
      #expect(canvas.bytes.count == 240)
    }
  }

  @Test func `black on white is the text's coverage, pixel for pixel`() throws {
    let raster = try TextRaster("Wide text", style: TextStyle(size: 20))
    var canvas = try Canvas(width: 140, height: 40, format: .gray)
    canvas.draw(raster, x: 9, y: 25, color: .black)
    for y in 0..<40 {
      for x in 0..<140 {
        let (column, row) = (x - 9 - raster.left, y - 25 - raster.top)
        let isInside = (0..<raster.width).contains(column) && (0..<raster.height).contains(row)
        let covered = isInside ? raster.coverage[row * raster.width + column] : 0
        #expect(canvas.pixel(x: x, y: y).first == 255 - covered)
      }
    }
  }

  @Test func `blends ink by its coverage and opacity`() throws {
    let raster = try TextRaster("█", style: TextStyle(size: 40))
    for (alpha, expected) in [(255, 0), (51, 204), (0, 255)] as [(UInt8, UInt8)] {
      var canvas = try Canvas(width: 30, height: 50, format: .gray)
      let ink = Color(red: 0, green: 0, blue: 0, alpha: alpha)
      canvas.draw(raster, x: 2, y: 35, color: ink)
      #expect(canvas.pixel(x: 14, y: 20).first == expected)
    }
  }

  @Test(arguments: [(0, 5), (5, 0), (-1, 5), (5, Int.min)])
  func `F114 refuses a side without pixels`(width: Int, height: Int) {
    #expect(throws: PlotError.emptyPicture(width: width, height: height)) {
      try Canvas(width: width, height: height, format: .gray)
    }
    #expect(throws: PlotError.emptyPicture(width: width, height: height)) {
      try GrayImage(width: width, height: height, pixels: [])
    }
  }

  @Test(arguments: [
    (65_536, 1, Canvas.Format.gray), (1, 65_536, .gray), (Int.max, Int.max, .rgba),
    (65_535, 65_535, .gray), (16_385, 16_384, .gray), (8_193, 8_192, .rgba),
  ])
  func `F114 refuses sides and products beyond the limits`(
    width: Int,
    height: Int,
    format: Canvas.Format
  ) {
    #expect(throws: PlotError.tooLarge(width: width, height: height)) {
      try Canvas(width: width, height: height, format: format)
    }
  }

  @Test func `the longest side can be drawn`() throws {
    let canvas = try Canvas(width: 65_535, height: 2, format: .gray)
    let decoded = try #require(DecodedPNG(PNGEncoder.encode(canvas)))
    #expect(decoded.width == 65_535)
    #expect(decoded.bytes == canvas.bytes)
  }

  @Test func `an image needs all of its pixels`() {
    #expect(throws: PlotError.wrongPixelCount(expected: 6, found: 5)) {
      try GrayImage(width: 3, height: 2, pixels: [1, 2, 3, 4, 5])
    }
    #expect(throws: PlotError.tooLarge(width: 65_536, height: 1)) {
      try GrayImage(width: 65_536, height: 1, pixels: [])
    }
  }
}
