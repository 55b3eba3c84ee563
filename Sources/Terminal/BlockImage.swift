internal import Shell

/// A picture in block characters, its texts as letters.
struct BlockImage {
  /// The picture without its texts.
  private let raster: Raster
  private let texts: [ImageContent.Text]
  /// The width and the height that the places of texts refer to.
  private let size: SIMD2<Double>
  private let colors: CharacterColors

  /// Blocks are coarse: a picture may grow so much where there is room.
  private static let growth = 1.5

  /// Takes a picture; nil where it cannot be drawn.
  init?(_ content: ImageContent, colors: CharacterColors) {
    guard let raster = content.sketch() else { return nil }
    self.raster = raster
    self.colors = colors
    texts = content.texts
    size = SIMD2(Double(content.pixels.width), Double(content.pixels.height))
  }

  /// Returns the picture as large as it fits on a screen; nil where there is no room.
  func grid(on screen: Screen) -> CharacterGrid? {
    var margins = (left: 0, right: 0)
    var area: ImageArea?
    // Letters are larger than they were, and those at the edges need room. It makes the picture
    // narrower, which moves them again.
    for _ in 0..<4 {
      var rest = screen
      rest.columns -= margins.left + margins.right
      area = rest.area(ofWidth: Int(size.x), height: Int(size.y), growingTo: Self.growth)
      guard let area else { return nil }
      let needed = self.margins(around: area)
      if needed.left <= margins.left, needed.right <= margins.right { break }
      margins = (
        min(max(needed.left, margins.left), screen.columns / 4),
        min(max(needed.right, margins.right), screen.columns / 4)
      )
    }
    guard let area else { return nil }
    return grid(area, left: margins.left, right: margins.right)
  }

  private func grid(_ area: ImageArea, left: Int, right: Int) -> CharacterGrid {
    var picture: CharacterGrid
    switch colors {
    case .direct, .indexed: picture = colored(area)
    case .none(let isInkLight): picture = dithered(area, isInkLight: isInkLight)
    }
    if left + right > 0 {
      // The page goes on under the letters beside the picture.
      var wide = CharacterGrid(
        columns: left + picture.columns + right,
        rows: picture.rows,
        filledWith: picture.cells[0]
      )
      for row in 0..<picture.rows {
        let start = row * wide.columns + left
        wide.cells.replaceSubrange(
          start..<start + picture.columns,
          with: picture.cells[row * picture.columns..<(row + 1) * picture.columns]
        )
      }
      picture = wide
    }
    for text in texts {
      let ink = colors.hasAny ? CharacterGrid.RGB(text.color[0], text.color[1], text.color[2]) : nil
      let place = self.place(of: text, in: area)
      if text.isUpright {
        picture.writeDownwards(text.text, column: left + place.column, row: place.row, ink: ink)
      } else {
        picture.write(text.text, column: left + place.column, row: place.row, ink: ink)
      }
    }
    return picture
  }

  /// Returns where the first letter of a text stands.
  private func place(of text: ImageContent.Text, in area: ImageArea) -> (column: Int, row: Int) {
    let x = text.x / size.x * Double(area.columns)
    let y = text.y / size.y * Double(area.rows)
    let length = Double(DisplayWidth.columns(of: text.text))
    guard text.isUpright else {
      return (Int((x - text.anchor * length).rounded()), Int(y.rounded(.down)))
    }
    // It ran upwards and is read downwards now.
    return (Int(x.rounded(.down)), Int((y - (1 - text.anchor) * length).rounded()))
  }

  private func margins(around area: ImageArea) -> (left: Int, right: Int) {
    var margins = (left: 0, right: 0)
    for text in texts where !text.isUpright {
      let start = place(of: text, in: area).column
      margins.left = max(margins.left, -start)
      let end = start + DisplayWidth.columns(of: text.text)
      margins.right = max(margins.right, end - area.columns)
    }
    return margins
  }
}

extension BlockImage {
  /// Returns the picture in two colours a cell, those and the character with the least error.
  private func colored(_ area: ImageArea) -> CharacterGrid {
    let (across, down) = (BlockGlyph.columns, BlockGlyph.rows)
    let pixels = raster.scaled(toWidth: area.columns * across, height: area.rows * down)
    var grid = CharacterGrid(columns: area.columns, rows: area.rows)
    var squares = [SIMD3<Float>](repeating: .zero, count: across * down)
    for row in 0..<area.rows {
      for column in 0..<area.columns {
        for index in squares.indices {
          let (x, y) = (index % across, index / across)
          squares[index] = pixels.pixel(column * across + x, row * down + y)
        }
        grid.cells[row * area.columns + column] = Self.cell(squares)
      }
    }
    return grid
  }

  /// The squared error of a channel and square that nobody sees.
  private static let invisible: Float = 4

  /// Returns the best cell for its squares.
  private static func cell(_ squares: [SIMD3<Float>]) -> CharacterGrid.Cell {
    let count = Float(squares.count)
    var total = SIMD3<Float>.zero
    var energy: Float = 0
    for square in squares {
      total += square
      energy += (square * square).sum()
    }
    let flat = (total * total).sum() / count
    var best: (gain: Float, glyph: BlockGlyph, ink: SIMD3<Float>)?
    if energy - flat > invisible * 3 * count {
      for glyph in BlockGlyph.all {
        var sum = SIMD3<Float>.zero
        for index in squares.indices where glyph.mask & 1 << UInt32(index) != 0 {
          sum += squares[index]
        }
        let filled = Float(glyph.mask.nonzeroBitCount)
        let rest = total - sum
        // The error of two means is the energy less this.
        let gain = (sum * sum).sum() / filled + (rest * rest).sum() / (count - filled) - flat
        if gain > best?.gain ?? 0 { best = (gain, glyph, sum) }
      }
    }
    guard let best else { return CharacterGrid.Cell(ground: color(total / count)) }
    let filled = Float(best.glyph.mask.nonzeroBitCount)
    return CharacterGrid.Cell(
      character: best.glyph.character,
      ink: color(best.ink / filled),
      ground: color((total - best.ink) / (count - filled))
    )
  }

  private static func color(_ value: SIMD3<Float>) -> CharacterGrid.RGB {
    CharacterGrid.RGB(clamping: SIMD3<Int32>(value, rounding: .toNearestOrAwayFromZero))
  }

  /// Returns the picture in quarters of cells that have ink or none.
  ///
  /// Greys are made by spreading the error (Floyd and Steinberg, 1976). It is that of the numbers of
  /// sRGB, not of the light: so few squares say more where the darker greys are kept apart.
  private func dithered(_ area: ImageArea, isInkLight: Bool) -> CharacterGrid {
    let (width, height) = (area.columns * 2, area.rows * 2)
    let pixels = raster.scaled(toWidth: width, height: height)
    var light = (0..<width * height).map { index in
      (pixels.pixel(index % width, index / width) * SIMD3(0.299, 0.587, 0.114)).sum() / 255
    }
    var grid = CharacterGrid(columns: area.columns, rows: area.rows)
    var quarters = [Int](repeating: 0, count: grid.cells.count)
    for y in 0..<height {
      for x in 0..<width {
        let isLight = light[y * width + x] >= 0.5
        let error = light[y * width + x] - (isLight ? 1 : 0)
        for (dx, dy, weight) in [(1, 0, 7), (-1, 1, 3), (0, 1, 5), (1, 1, 1)] as [(Int, Int, Float)]
        where (0..<width).contains(x + dx) && y + dy < height {
          light[(y + dy) * width + x + dx] += error * weight / 16
        }
        if isLight == isInkLight {
          quarters[y / 2 * area.columns + x / 2] |= 1 << (y % 2 * 2 + x % 2)
        }
      }
    }
    for (index, filled) in quarters.enumerated() {
      grid.cells[index].character = BlockGlyph.quarters[filled]
    }
    return grid
  }
}
