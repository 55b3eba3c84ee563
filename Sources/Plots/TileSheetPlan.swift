/// A sheet of tiles with all of its places worked out.
struct TileSheetPlan {
  private struct Cell {
    var tile: TileSheet.Tile
    var captions: [String]
    var width: Int
    var height: Int
    var x = 0
    /// The top of the picture, and the bottom of the highest one in its line.
    var y = 0
    var bottom = 0
  }

  private static let pageWidth = 720
  private static let barWidth = 14
  private static let captionPitch = 15

  private let sheet: TileSheet
  private let typesetter = Typesetter()
  private var cells: [Cell] = []
  private var width: Int
  private var height: Int
  private let left = Int(ChartStyle.margin)
  private let top: Int
  private var barLabels: [(place: Double, text: String)] = []
  private var barLeft = 0

  init(_ sheet: TileSheet) throws(PlotError) {
    guard !sheet.tiles.isEmpty else { throw .noTiles }
    self.sheet = sheet
    top = Int(ChartStyle.margin) + (sheet.title.isEmpty ? 0 : Int(ChartStyle.title.size) + 12)
    width = 0
    height = top
    for tile in sheet.tiles { cells.append(try cell(of: tile)) }
    arrange()
    barLeft = width + 16
    if let bar = sheet.bar { try place(bar) }
    if !sheet.title.isEmpty {
      let room = try typesetter.advance(of: sheet.title, style: ChartStyle.title)
      width = max(width, min(left + Int(room.rounded(.up)), Self.pageWidth))
    }
    width += Int(ChartStyle.margin)
    height += Int(ChartStyle.margin)
    guard max(width, height) <= CairoSurface.maximumSide else {
      throw .tooLarge(width: width, height: height)
    }
  }

  private func cell(of tile: TileSheet.Tile) throws(PlotError) -> Cell {
    var captions: [String] = []
    var widest = tile.image.width * tile.scale
    for caption in tile.captions {
      let text = try typesetter.fitting(caption, style: ChartStyle.label, width: 160)
      let advance = try typesetter.advance(of: text, style: ChartStyle.label)
      widest = max(widest, Int(advance.rounded(.up)))
      captions.append(text)
    }
    let below = captions.isEmpty ? 0 : captions.count * Self.captionPitch + 6
    return Cell(
      tile: tile,
      captions: captions,
      width: widest,
      height: tile.image.height * tile.scale + below
    )
  }

  /// Puts the cells into lines, each as high as its highest cell.
  private mutating func arrange() {
    var start = 0
    while start < cells.count {
      var end = start
      var x = left
      var lineHeight = 0
      while end < cells.count {
        let isFull =
          sheet.columns.map { end - start >= $0 } ?? (x + cells[end].width > Self.pageWidth)
        if end > start, isFull { break }
        cells[end].x = x
        x += cells[end].width + sheet.gap
        lineHeight = max(lineHeight, cells[end].height)
        end += 1
      }
      let tallest = cells[start..<end].map { $0.tile.image.height * $0.tile.scale }.max() ?? 0
      for index in start..<end {
        let own = cells[index].tile.image.height * cells[index].tile.scale
        cells[index].y = height + (tallest - own) / 2
        cells[index].bottom = height + tallest
        let below = cells[index].height - own
        lineHeight = max(lineHeight, tallest + below)
      }
      width = max(width, x - sheet.gap)
      height += lineHeight + (end < cells.count ? sheet.gap : 0)
      start = end
    }
  }

  /// The height of the bar: that of the tiles, as far as it stays a bar.
  private var barHeight: Int { min(max(height - top, 120), 260) }

  private mutating func place(_ bar: TileSheet.Bar) throws(PlotError) {
    height = max(height, top + barHeight)
    let (low, high) = (bar.range.low, bar.range.high)
    let ticks = Ticks.linear(from: low, to: high, count: 5, isWhole: false)
    barLabels = zip(ticks, TickLabels.linear(ticks)).map { (($0 - low) / (high - low), $1) }
    var widest = 0.0
    for label in barLabels {
      widest = max(widest, try typesetter.advance(of: label.text, style: ChartStyle.label))
    }
    width = barLeft + Self.barWidth + Int(ChartStyle.tickRoom) + Int(widest.rounded(.up))
  }

  /// The page.
  var figure: Figure {
    get throws(PlotError) {
      var marks: [Figure.Mark] = cells.flatMap(marks)
      if let bar = sheet.bar { marks += try self.marks(of: bar) }
      if !sheet.title.isEmpty {
        let text = try typesetter.fitting(
          sheet.title,
          style: ChartStyle.title,
          width: Double(width - 2 * left)
        )
        marks.append(
          .text(
            text,
            x: Double(width) / 2,
            y: (ChartStyle.margin + ChartStyle.title.capitalHeight).rounded(),
            anchor: .middle,
            style: ChartStyle.title
          )
        )
      }
      return Figure(width: width, height: height, description: sheet.description, marks: marks)
    }
  }

  private func marks(of cell: Cell) -> [Figure.Mark] {
    let image = cell.tile.image
    let size = (width: image.width * cell.tile.scale, height: image.height * cell.tile.scale)
    let frame = Rectangle(
      x: Double(cell.x + (cell.width - size.width) / 2),
      y: Double(cell.y),
      width: Double(size.width),
      height: Double(size.height)
    )
    let captions = cell.captions.enumerated().map { line, text in
      Figure.Mark.text(
        text,
        x: Double(cell.x) + Double(cell.width) / 2,
        y: Double(cell.bottom) + Double((line + 1) * Self.captionPitch),
        anchor: .middle,
        style: ChartStyle.label
      )
    }
    return [.picture(image, frame)] + captions
  }

  private func marks(of bar: TileSheet.Bar) throws(PlotError) -> [Figure.Mark] {
    let frame = Rectangle(
      x: Double(barLeft),
      y: Double(top),
      width: Double(Self.barWidth),
      height: Double(barHeight)
    )
    let image = try ColorImage(
      width: 1,
      height: bar.colors.count,
      pixels: bar.colors.reversed()
    )
    let stroke = Figure.Stroke(color: Palette.axis)
    return [.picture(image, frame)]
      + barLabels.flatMap { label -> [Figure.Mark] in
        let y = (frame.maxY - label.place * frame.height).rounded(.down) + 0.5
        let x = frame.maxX
        return [
          .stroke([Point(x, y), Point(x + ChartStyle.tickLength, y)], stroke),
          .text(
            label.text,
            x: x + ChartStyle.tickRoom,
            y: (y + ChartStyle.label.capitalHeight / 2).rounded(),
            anchor: .start,
            style: ChartStyle.label
          ),
        ]
      }
  }
}
