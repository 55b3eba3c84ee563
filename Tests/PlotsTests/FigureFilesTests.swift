import Testing

@testable import Plots

@Suite struct FigureFilesTests {
  private static let red = Color(red: 200, green: 40, blue: 10)

  /// A figure with a mark of each kind.
  private static let figure: Figure = {
    let image = try? ColorImage(width: 2, height: 1, pixels: [red, .black])
    let tile = try? GrayImage(width: 1, height: 1, pixels: [77])
    var marks: [Figure.Mark] = [
      .stroke(
        [Point(10, 10), Point(50, 30)],
        Figure.Stroke(color: red, width: 2, dashes: [4, 2])
      ),
      .fill([Rectangle(x: 60, y: 10, width: 20, height: 20)], red),
      .polygon([Point(10, 60), Point(30, 60), Point(20, 40)], Color(gray: 100)),
      .text("Aé", x: 60, y: 60, anchor: .middle, style: TextStyle(size: 14, halo: .white)),
      .clipped(
        to: Rectangle(x: 0, y: 70, width: 50, height: 30),
        [.dots([Figure.Dot(center: Point(50, 85), color: red)], radius: 8)]
      ),
    ]
    if let image { marks.append(.picture(image, Rectangle(x: 60, y: 70, width: 20, height: 10))) }
    if let tile { marks.append(.tile(tile, x: 90, y: 70, scale: 5)) }
    return Figure(width: 120, height: 100, description: "a <test> & more", marks: marks)
  }()

  private func pixel(_ canvas: Canvas, _ x: Int, _ y: Int) -> [UInt8] {
    Array(canvas.pixel(x: x, y: y))
  }

  @Test func `marks are where they should be, in their colours`() throws {
    let canvas = try Self.figure.canvas()
    #expect(canvas.format == .rgb)
    let red: [UInt8] = [200, 40, 10]
    #expect(pixel(canvas, 70, 20) == red)
    #expect(pixel(canvas, 81, 20) == [255, 255, 255])
    #expect(pixel(canvas, 20, 55) == [100, 100, 100])
    #expect(pixel(canvas, 46, 85) == red)
    // Beyond the clip nothing of the dot is drawn.
    #expect(pixel(canvas, 53, 85) == [255, 255, 255])
    #expect(pixel(canvas, 61, 75) == red && pixel(canvas, 69, 79) == red)
    #expect(pixel(canvas, 70, 70) == [0, 0, 0])
    #expect(pixel(canvas, 92, 72) == [77, 77, 77])
  }

  @Test func `density multiplies the pixels of a PNG file`() throws {
    var figure = Self.figure
    figure.density = 3
    let canvas = try figure.canvas()
    #expect(canvas.width == 360 && canvas.height == 300)
    #expect(pixel(canvas, 210, 60) == [200, 40, 10])
    figure.density = 9
    #expect(throws: PlotError.scaleOutOfRange(9)) { try figure.canvas() }
  }

  @Test func `every format gives the same bytes twice`() throws {
    let figure = Self.figure
    #expect(try figure.png() == figure.png())
    #expect(try figure.svg() == figure.svg())
    #expect(try figure.pdf() == figure.pdf())
  }

  @Test func `an SVG file says what it shows and names its parts in order`() throws {
    let text = String(decoding: try Self.figure.svg(), as: UTF8.self)
    #expect(text.hasPrefix("<?xml"))
    #expect(text.contains("<title>a &lt;test&gt; &amp; more</title>"))
    #expect(text.hasSuffix("</svg>\n"))
    let names = text.matches(of: /id="(surface|image|clip)([0-9]+)"/).compactMap { Int($0.2) }
    #expect(!names.isEmpty)
    #expect(names.allSatisfy { $0 <= 20 }, "\(names)")
    for link in text.matches(of: /(?:url\(|href=")#([a-z0-9-]+)/) {
      #expect(text.contains("id=\"\(link.1)\""), "\(link.1)")
    }
  }

  @Test func `a PDF file is whole and has no date of its own`() throws {
    let bytes = try Self.figure.pdf()
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("%PDF-1."))
    #expect(text.hasSuffix("%%EOF\n"))
    #expect(text.contains("/CreationDate (20000101000000Z)") || text.contains("D:20000101"))
  }

  @Test func `many dots are an image in a vector file`() throws {
    let dots = (0..<20_000).map {
      Figure.Dot(center: Point(Double($0 % 200), Double($0 / 200)), color: Self.red)
    }
    let figure = Figure(width: 200, height: 100, marks: [.dots(dots, radius: 2)])
    #expect(try figure.svg().count < 200_000)
    var few = figure
    few.marks = [.dots(Array(dots.prefix(100)), radius: 2)]
    #expect(try !String(decoding: few.svg(), as: UTF8.self).contains("<image"))
  }

  @Test func `dots that overlap are darker, and far ones do no harm`() throws {
    let faint = Figure.Dot(center: Point(10, 10), color: Color(gray: 0, alpha: 60))
    let far = [1e300, -1e300, .infinity, .nan].map {
      Figure.Dot(center: Point($0, 10), color: .black)
    }
    func middle(_ count: Int) throws -> UInt8 {
      let dots = Array(repeating: faint, count: count) + far
      let figure = Figure(width: 20, height: 20, marks: [.dots(dots, radius: 4)])
      return try figure.canvas().pixel(x: 10, y: 10).first ?? 0
    }
    let (one, five, many) = (try middle(1), try middle(5), try middle(40))
    #expect(abs(Int(one) - 195) <= 1)
    #expect(five < 90 && five > many)
    #expect(many <= 2)
  }
}
