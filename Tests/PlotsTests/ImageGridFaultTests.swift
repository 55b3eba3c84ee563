import Plots
import Testing

@Suite struct ImageGridFaultTests {
  @Test func `F114 refuses a grid without tiles`() {
    for rows in [[], [ImageGrid.Row(images: [])]] {
      #expect(throws: PlotError.noTiles) { try ImageGrid(rows: rows).drawn() }
    }
  }

  @Test(arguments: [0, -1, 1_001, Int.max, Int.min])
  func `F114 refuses a scale out of range`(scale: Int) throws {
    let grid = ImageGrid.images(try samples(1), scale: scale)
    #expect(throws: PlotError.scaleOutOfRange(scale)) { try grid.drawn() }
  }

  @Test(arguments: [0, -3, Int.min])
  func `F114 refuses columns out of range`(columns: Int) throws {
    let grid = ImageGrid.images(try samples(1), columns: columns)
    #expect(throws: PlotError.columnsOutOfRange(columns)) { try grid.drawn() }
  }

  @Test func `F114 refuses a page beyond the limits before it is drawn`() throws {
    let wide = ImageGrid.images(try samples(3), scale: 1_000, columns: 3)
    #expect {
      try wide.drawn()
    } throws: { error in
      guard case PlotError.tooLarge(let width, _) = error else { return false }
      return width > 84_000
    }
    let heavy = try ImageGrid.images(try samples(4), scale: 600, columns: 2).drawn().figure
    #expect(heavy.width < 65_535)
    #expect(throws: PlotError.tooLarge(width: heavy.width, height: heavy.height)) {
      try heavy.png()
    }
  }

  @Test func `F114 refuses tiles and rows that do not fit together`() throws {
    let odd = [try sample(0), try sample(1, width: 28, height: 27)]
    #expect(
      throws: PlotError.unequalTiles(expectedWidth: 28, expectedHeight: 28, width: 28, height: 27)
    ) { try ImageGrid.images(odd).drawn() }
    let uneven = ImageGrid.reconstruction(raw: try samples(3), decoded: try samples(2))
    #expect(throws: PlotError.unequalRows(expected: 3, found: 2)) { try uneven.drawn() }
    let captioned = ImageGrid.images(try samples(3), captions: ["0", "1"])
    #expect(throws: PlotError.wrongCaptionCount(expected: 3, found: 2)) { try captioned.drawn() }
  }

  @Test func `F115 draws titles, labels and captions that hold control marks`() throws {
    let text = "\u{202E}a\u{0}\u{1B}[31m\nb"
    let image = try sample(1)
    let grid = ImageGrid(
      rows: [ImageGrid.Row(label: text, images: [image])],
      captions: [text],
      title: text
    )
    let picture = try #require(DecodedPNG(grid.drawn().figure.png()))
    #expect(picture.width < 400)
  }
}
