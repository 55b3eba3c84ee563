import Testing

@testable import Plots

@Suite struct TileSheetTests {
  @Test func `tiles keep their exact pixels, line after line`() throws {
    let colors = (0..<6).map { Color(red: UInt8($0 * 40), green: 10, blue: 200) }
    let tiles = try (0..<3).map { index in
      TileSheet.Tile(
        image: try ColorImage(
          width: 2,
          height: 1,
          pixels: Array(colors[index * 2..<index * 2 + 2])
        ),
        scale: 5
      )
    }
    let canvas = try TileSheet(tiles, gap: 3, columns: 2).drawn().canvas()
    func pixel(_ x: Int, _ y: Int) -> [UInt8] { Array(canvas.pixel(x: x, y: y)) }
    let left = 14
    for (tile, x, y) in [(0, left, 14), (1, left + 13, 14), (2, left, 22)] {
      for column in 0..<10 {
        let color = colors[tile * 2 + column / 5]
        #expect(pixel(x + column, y) == [color.red, 10, 200])
        #expect(pixel(x + column, y + 4) == [color.red, 10, 200])
      }
    }
    #expect(pixel(left + 11, 15) == [255, 255, 255])
    #expect(canvas.width == 14 + 23 + 14 && canvas.height == 14 + 13 + 14)
  }

  @Test func `a bar explains the colours`() throws {
    let colors = ColorMap.diverging.colors
    let range = ColorRange(of: [-2, 1] as [Float], isCentered: true)
    let image = try ColorImage([-2, 1, 0, 2], width: 2, colors: colors, range: range)
    var sheet = TileSheet([TileSheet.Tile(image: image, scale: 20)], gap: 3)
    sheet.bar = TileSheet.Bar(colors: colors, range: range)
    sheet.title = "weights"
    let texts = try sheet.drawn().marks.compactMap { mark in
      if case .text(let text, _, _, _, _) = mark { text } else { nil }
    }
    #expect(texts == ["−2", "−1", "0", "1", "2", "weights"])
    #expect(throws: PlotError.noTiles) { try TileSheet([], gap: 1).drawn() }
  }
}
