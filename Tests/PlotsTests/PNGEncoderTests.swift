import Testing

@testable import Plots

@Suite struct PNGEncoderTests {
  @Test(arguments: [Canvas.Format.gray, .rgb, .rgba])
  func `a reader finds every pixel`(format: Canvas.Format) throws {
    var canvas = try Canvas(width: 37, height: 23, format: format, fill: .white)
    canvas.bytes = noise(canvas.bytes.count)
    let decoded = try #require(DecodedPNG(PNGEncoder.encode(canvas)))
    #expect(decoded.width == 37 && decoded.height == 23)
    #expect(decoded.hasColor == (format != .gray))
    #expect(decoded.hasAlpha == (format == .rgba))
    #expect(decoded.bytes == canvas.bytes)
  }

  @Test func `the same canvas gives the same bytes`() throws {
    var canvas = try Canvas(width: 64, height: 64, format: .gray)
    canvas.draw(try sample(3), x: 4, y: 4, scale: 2)
    #expect(try PNGEncoder.encode(canvas) == PNGEncoder.encode(canvas))
  }

  @Test func `a small picture is a small file`() throws {
    var canvas = try Canvas(width: 28, height: 28, format: .gray, fill: .black)
    canvas.draw(try GrayImage(width: 1, height: 1, pixels: [255]), x: 9, y: 9, scale: 4)
    let file = try PNGEncoder.encode(canvas)
    #expect(file.count < 200)
    #expect(file.capacity < 2 * file.count, "the buffer's room is given back")
  }

  @Test func `a file that is larger than guessed is the same file`() throws {
    let picture = PNGEncoder.Picture(width: 300, height: 300, format: .rgb, bytes: noise(270_000))
    let file = try PNGEncoder.encode(picture, firstGuess: 1_000_000)
    #expect(file.count > 270_000)
    #expect(try PNGEncoder.encode(picture, firstGuess: 100) == file)
  }

  @Test func `F114 tells libpng's own reason`() {
    let picture = PNGEncoder.Picture(
      width: 2_000_000,
      height: 1,
      format: .gray,
      bytes: noise(2_000_000)
    )
    #expect {
      try PNGEncoder.encode(picture, firstGuess: 1000)
    } throws: { error in
      guard case PlotError.encoder(let reason) = error else { return false }
      return reason.contains("IHDR")
    }
  }
}
