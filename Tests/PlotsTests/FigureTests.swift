import Plots
import Testing

@Suite struct FigureTests {
  private let style = TextStyle(size: 20, color: .black)

  @Test func `marks are drawn in their order`() throws {
    let dark = try GrayImage(width: 1, height: 1, pixels: [0])
    let light = try GrayImage(width: 1, height: 1, pixels: [200])
    let figure = Figure(
      width: 6,
      height: 4,
      background: Color(gray: 90),
      marks: [.tile(dark, x: 0, y: 0, scale: 4), .tile(light, x: 2, y: 0, scale: 4)]
    )
    let canvas = try figure.canvas()
    #expect(canvas.format == .gray)
    #expect(canvas.bytes == Array(repeating: [0, 0, 200, 200, 200, 200], count: 4).flatMap(\.self))
    let empty = try Figure(width: 2, height: 2, background: Color(gray: 90)).canvas()
    #expect(empty.bytes == [90, 90, 90, 90])
  }

  @Test(arguments: [(Figure.Anchor.start, 100), (.middle, 75), (.end, 50)])
  func `a text stands by its anchor`(anchor: Figure.Anchor, start: Int) throws {
    let advance = try TextRaster("HHH", style: style).advance
    let shift = Int((advance * Double(100 - start) / 50).rounded())
    let figure = Figure(
      width: 200,
      height: 30,
      marks: [.text("HHH", x: 100, y: 25, anchor: anchor, style: style)]
    )
    let canvas = try figure.canvas()
    let inked = (0..<200).filter { x in
      (0..<30).contains { canvas.pixel(x: x, y: $0).first ?? 255 < 128 }
    }
    let first = try #require(inked.first)
    let last = try #require(inked.last)
    let expected = 100 - shift
    #expect(abs(first - expected) <= 3)
    #expect(abs(last - expected - Int(advance)) <= 3)
  }

  @Test func `colour makes a colour picture, transparency one with alpha`() throws {
    let red = TextStyle(size: 20, color: Color(red: 255, green: 0, blue: 0))
    var figure = Figure(
      width: 40,
      height: 30,
      marks: [.text("█", x: 5, y: 22, anchor: .start, style: red)]
    )
    let canvas = try figure.canvas()
    #expect(canvas.format == .rgb)
    #expect(Array(canvas.pixel(x: 10, y: 15)) == [255, 0, 0])
    #expect(Array(canvas.pixel(x: 1, y: 1)) == [255, 255, 255])
    figure.background = Color(red: 0, green: 0, blue: 0, alpha: 0)
    let layer = try figure.canvas()
    #expect(layer.format == .rgba)
    #expect(Array(layer.pixel(x: 10, y: 15)) == [255, 0, 0, 255])
    #expect(Array(layer.pixel(x: 1, y: 1)) == [0, 0, 0, 0])
  }

  @Test(arguments: [(0, 10), (10, 0), (-1, -1)])
  func `F114 refuses a page without pixels`(width: Int, height: Int) {
    #expect(throws: PlotError.emptyPicture(width: width, height: height)) {
      try Figure(width: width, height: height).png()
    }
  }
}
