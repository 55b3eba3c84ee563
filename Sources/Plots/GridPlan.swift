/// A grid with all of its places worked out.
struct GridPlan {
  /// Where the tiles lie.
  let layout: GridLayout

  private let grid: ImageGrid
  private let measures: GridMeasures
  private let labels: [String]
  private let captions: [String]
  private let title: String

  /// Checks a grid and places everything in it.
  init(_ grid: ImageGrid) throws(PlotError) {
    let (first, count) = try Self.check(grid)
    // Sides of at most 65,535 pixels and a scale of at most 1,000: these sums cannot overflow.
    let measures = GridMeasures(
      of: grid,
      cellWidth: first.width * grid.scale,
      cellHeight: first.height * grid.scale
    )
    let wanted = grid.columns ?? measures.pleasantColumns(of: count, rowCount: grid.rows.count)
    let columns = min(wanted, count)
    let bands = (count + columns - 1) / columns
    let block = columns * measures.columnPitch - measures.gap

    let typesetter = Typesetter()
    labels = try Self.fit(grid.rows.map(\.label), measures.longestLabel, measures, typesetter)
    captions = try Self.fit(grid.captions, Double(measures.columnPitch), measures, typesetter)
    title = try typesetter.fitting(
      grid.title,
      style: measures.titleStyle,
      width: max(Double(block), measures.longestTitle)
    )
    let titleWidth = try typesetter.advance(of: title, style: measures.titleStyle)
    var labelWidth = 0.0
    for label in labels {
      labelWidth = max(labelWidth, try typesetter.advance(of: label, style: measures.labelStyle))
    }
    let labelRoom = labelWidth > 0 ? Int(labelWidth.rounded(.up)) + measures.labelSpace : 0
    let room = max(block, Int(titleWidth.rounded(.up)))
    let above = measures.margin + measures.titleHeight + measures.captionHeight
    let below = bands * measures.bandPitch - (measures.bandPitch - measures.bandHeight)

    layout = GridLayout(
      width: measures.margin + labelRoom + room + measures.margin,
      height: above + below + measures.margin,
      left: measures.margin + labelRoom + (room - block) / 2,
      top: above,
      cellWidth: measures.cellWidth,
      cellHeight: measures.cellHeight,
      gap: measures.gap,
      columns: columns,
      bands: bands,
      bandPitch: measures.bandPitch
    )
    self.grid = grid
    self.measures = measures
    guard max(layout.width, layout.height) <= Canvas.maximumSide else {
      throw .tooLarge(width: layout.width, height: layout.height)
    }
  }

  /// The grid as marks on a page.
  var figure: Figure {
    Figure(
      width: layout.width,
      height: layout.height,
      marks: tileMarks + labelMarks + captionMarks + titleMarks
    )
  }

  private var tileMarks: [Figure.Mark] {
    grid.rows.enumerated().flatMap { row, content in
      content.images.enumerated().map { column, image in
        let (x, y) = layout.origin(row: row, column: column)
        return .tile(image, x: x, y: y, scale: grid.scale)
      }
    }
  }

  private var labelMarks: [Figure.Mark] {
    let style = measures.labelStyle
    let drop = (layout.cellHeight + Int(style.capitalHeight.rounded())) / 2
    return labels.enumerated().filter { !$0.element.isEmpty }.flatMap { row, label in
      (0..<layout.bands).map { band in
        let (left, top) = layout.origin(row: row, column: band * layout.columns)
        let x = left - measures.labelSpace
        return .text(label, x: Double(x), y: Double(top + drop), anchor: .end, style: style)
      }
    }
  }

  private var captionMarks: [Figure.Mark] {
    let style = measures.labelStyle
    return captions.enumerated().filter { !$0.element.isEmpty }.map { column, caption in
      let (left, top) = layout.origin(row: 0, column: column)
      let x = left + layout.cellWidth / 2
      let y = top - Int((style.size * 0.35).rounded())
      return .text(caption, x: Double(x), y: Double(y), anchor: .middle, style: style)
    }
  }

  private var titleMarks: [Figure.Mark] {
    guard !title.isEmpty else { return [] }
    let columns = layout.columns
    let block = columns * measures.columnPitch - measures.gap
    let y = measures.margin + Int(measures.titleStyle.capitalHeight.rounded(.up))
    let x = layout.left + block / 2
    return [.text(title, x: Double(x), y: Double(y), anchor: .middle, style: measures.titleStyle)]
  }

  /// Returns the texts, each cut to the width that there is for it.
  private static func fit(
    _ texts: [String],
    _ width: Double,
    _ measures: GridMeasures,
    _ typesetter: Typesetter
  ) throws(PlotError) -> [String] {
    var fitted: [String] = []
    for text in texts {
      fitted.append(try typesetter.fitting(text, style: measures.labelStyle, width: width))
    }
    return fitted
  }

  /// Returns the first image and the number of columns of a grid that can be drawn.
  private static func check(_ grid: ImageGrid) throws(PlotError) -> (first: GrayImage, count: Int) {
    guard ImageGrid.scales.contains(grid.scale) else { throw .scaleOutOfRange(grid.scale) }
    if let columns = grid.columns, columns < 1 { throw .columnsOutOfRange(columns) }
    guard let first = grid.rows.first?.images.first else { throw .noTiles }
    let count = grid.rows[0].images.count
    for row in grid.rows {
      guard row.images.count == count else {
        throw .unequalRows(expected: count, found: row.images.count)
      }
      for image in row.images where image.width != first.width || image.height != first.height {
        throw .unequalTiles(
          expectedWidth: first.width,
          expectedHeight: first.height,
          width: image.width,
          height: image.height
        )
      }
    }
    guard grid.captions.isEmpty || grid.captions.count == count else {
      throw .wrongCaptionCount(expected: count, found: grid.captions.count)
    }
    return (first, count)
  }
}
