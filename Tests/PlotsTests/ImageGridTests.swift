import Plots
import Testing

@Suite struct ImageGridTests {
  @Test(arguments: [(1, 4), (3, 4), (8, 1), (8, 3), (13, 2), (64, 1)])
  func `every pixel of every tile is in the picture`(count: Int, scale: Int) throws {
    let raw = try samples(count)
    let decoded = try samples(count, from: 100)
    let grid = ImageGrid.reconstruction(raw: raw, decoded: decoded, scale: scale)
    let (figure, layout) = try grid.drawn()
    let picture = try #require(DecodedPNG(figure.png()))
    #expect(picture.width == layout.width && picture.height == layout.height)
    #expect(!picture.hasColor && !picture.hasAlpha)
    for (row, images) in [raw, decoded].enumerated() {
      for (column, image) in images.enumerated() {
        let (left, top) = layout.origin(row: row, column: column)
        let found = (0..<28 * scale).flatMap { y in
          (0..<28 * scale).map { x in picture.gray(x: left + x, y: top + y) }
        }
        let expected = (0..<28 * scale).flatMap { y in
          (0..<28 * scale).map { x in image.pixels[y / scale * 28 + x / scale] }
        }
        #expect(found == expected, "row \(row), column \(column)")
      }
    }
  }

  @Test func `a few pairs stand in one band with white between them`() throws {
    let raw = try samples(3)
    let (figure, layout) = try ImageGrid.reconstruction(raw: raw, decoded: raw).drawn()
    #expect(layout.cellWidth == 112 && layout.cellHeight == 112 && layout.gap == 4)
    #expect(layout.columns == 3 && layout.bands == 1)
    #expect(layout.width == layout.left + 3 * 112 + 2 * 4 + layout.top)
    #expect(layout.height == layout.top + 2 * 112 + 4 + layout.top)
    let second = layout.origin(row: 1, column: 2)
    #expect(second.x == layout.left + 232 && second.y == layout.top + 116)
    let picture = try #require(DecodedPNG(figure.png()))
    let isWhite = { (x: Int, y: Int) in picture.gray(x: x, y: y) == 255 }
    for y in 0..<layout.height {
      #expect((112..<116).allSatisfy { isWhite(layout.left + $0, y) })
      #expect((layout.width - layout.top..<layout.width).allSatisfy { isWhite($0, y) })
    }
    for x in 0..<layout.width { #expect((112..<116).allSatisfy { isWhite(x, layout.top + $0) }) }
  }

  @Test func `labels have ink beside their rows, in every band`() throws {
    let raw = try samples(24)
    let (figure, layout) = try ImageGrid.reconstruction(raw: raw, decoded: raw).drawn()
    #expect(layout.bands > 1)
    let picture = try #require(DecodedPNG(figure.png()))
    for band in 0..<layout.bands {
      let inks = (0..<2).map { row in
        let top = layout.origin(row: row, column: band * layout.columns).y
        let middle = top + layout.cellHeight / 2
        #expect(picture.darkPixels(x: 0..<layout.left, y: top..<middle - 14) == 0)
        #expect(picture.darkPixels(x: 0..<layout.left, y: middle + 14..<top + 112) == 0)
        return picture.darkPixels(x: 0..<layout.left, y: middle - 14..<middle + 14)
      }
      #expect(inks[0] > 30, "raw")
      #expect(inks[1] > 2 * inks[0], "en-decoder")
    }
    #expect(picture.darkPixels(x: 0..<8, y: 0..<layout.height) == 0, "the margin is empty")
  }

  @Test func `captions stand above their own tiles and a title above all`() throws {
    let images = try samples(12)
    let captions = (0..<12).map { $0 == 5 ? "" : String($0) }
    let grid = ImageGrid.images(images, captions: captions, title: "Twelve")
    let (figure, layout) = try grid.drawn()
    let picture = try #require(DecodedPNG(figure.png()))
    for column in 0..<12 {
      let (left, top) = layout.origin(row: 0, column: column)
      let ink = picture.darkPixels(x: left..<left + 112, y: top - 18..<top)
      #expect((ink > 0) == (column != 5), "caption \(column)")
    }
    #expect(picture.darkPixels(x: 0..<layout.width, y: 0..<layout.top - 22) > 100)
    let plain = try ImageGrid.images(images).drawn().layout
    #expect(plain.top < layout.top && plain.left == layout.left)
  }

  @Test(arguments: [
    (1, 1, 1), (2, 8, 8), (2, 10, 10), (2, 64, 16), (1, 4, 4), (1, 8, 4), (1, 20, 5), (1, 100, 13),
  ])
  func `many columns are wrapped to a pleasant page`(rows: Int, count: Int, columns: Int) throws {
    let row = ImageGrid.Row(images: try samples(count))
    let grid = ImageGrid(rows: Array(repeating: row, count: rows), scale: 1)
    let layout = try grid.drawn().layout
    #expect(layout.columns == columns)
    #expect(layout.bands == (count + columns - 1) / columns)
  }

  @Test func `columns can be asked for`() throws {
    var grid = ImageGrid.images(try samples(7), scale: 1, columns: 3)
    let layout = try grid.drawn().layout
    #expect(layout.columns == 3 && layout.bands == 3)
    grid.columns = 50
    #expect(try grid.drawn().layout.columns == 7)
  }

  @Test(arguments: [1, 9, 20, 64])
  func `the last band ends where the margin begins`(count: Int) throws {
    let layout = try ImageGrid.reconstruction(
      raw: try samples(count),
      decoded: try samples(count),
      columns: 4
    ).drawn().layout
    let last = layout.origin(row: 1, column: count - 1)
    #expect(last.y + layout.cellHeight + layout.top == layout.height)
    let lastOfBand = layout.origin(row: 1, column: layout.columns - 1)
    #expect(lastOfBand.x + layout.cellWidth + layout.top == layout.width)
  }

  @Test func `tiles need not be square`() throws {
    let images = try (0..<4).map { try sample($0, width: 5, height: 9) }
    let (figure, layout) = try ImageGrid.images(images, scale: 3).drawn()
    #expect(layout.cellWidth == 15 && layout.cellHeight == 27)
    let picture = try #require(DecodedPNG(figure.png()))
    let (left, top) = layout.origin(row: 0, column: 3)
    #expect(picture.gray(x: left + 14, y: top + 26) == images[3].pixels[44])
  }

  @Test func `a title widens a narrow page and a huge one is cut`() throws {
    let image = try samples(1)
    let narrow = try ImageGrid.images(image, scale: 1).drawn().layout
    let wide = try ImageGrid.images(image, title: "A title", scale: 1).drawn().layout
    let huge = String(repeating: "title ", count: 1000)
    let cut = try ImageGrid.images(image, title: huge, scale: 1).drawn().layout
    #expect(narrow.width < wide.width && wide.width < cut.width && cut.width < 500)
    #expect(wide.left > narrow.left, "the tile is centred below its title")
  }

  @Test func `the same grid gives the same file`() throws {
    let grid = ImageGrid.reconstruction(raw: try samples(4), decoded: try samples(4, from: 9))
    #expect(try grid.drawn().figure.png() == grid.drawn().figure.png())
  }
}
