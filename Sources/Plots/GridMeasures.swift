import Glibc

/// The distances and letter sizes of a grid, all derived from the size of its cells.
struct GridMeasures {
  let cellWidth: Int
  let cellHeight: Int
  let gap: Int
  let bandHeight: Int
  let bandPitch: Int
  let captionHeight: Int
  let titleHeight: Int
  let margin: Int
  let labelSpace: Int
  let labelStyle: TextStyle
  let titleStyle: TextStyle

  /// The widest that a label gets before it is cut.
  var longestLabel: Double { labelStyle.size * 16 }

  /// The widest that a title gets before it is cut, where the grid is not wider.
  var longestTitle: Double { titleStyle.size * 32 }

  /// The distance between the left edges of two columns.
  var columnPitch: Int { cellWidth + gap }

  /// Measures a grid of cells of this size.
  init(of grid: ImageGrid, cellWidth: Int, cellHeight: Int) {
    self.cellWidth = cellWidth
    self.cellHeight = cellHeight
    let letter = (Double(cellHeight) * 0.14).rounded()
    labelStyle = TextStyle(size: min(max(letter, 11), 24))
    titleStyle = TextStyle(size: (labelStyle.size * 1.2).rounded(), isBold: true)
    let line = Int(labelStyle.size)
    gap = max(2, grid.scale)
    margin = line
    labelSpace = (line * 2 + 2) / 3
    captionHeight = grid.captions.isEmpty ? 0 : line * 4 / 3
    titleHeight = grid.title.isEmpty ? 0 : Int(titleStyle.size * 1.7)
    bandHeight = grid.rows.count * (cellHeight + gap) - gap
    // Rows that belong together stand closer than bands do.
    let isPlain = grid.rows.count == 1 && grid.captions.isEmpty
    bandPitch = bandHeight + captionHeight + (isPlain ? gap : max(line, 2 * gap))
  }

  /// Returns the number of columns that makes a pleasant page of so many.
  ///
  /// A short series of pairs stays in one line, as people expect. Otherwise pages near 1.6 to 1
  /// win, and of these the ones whose last band is nearly full.
  func pleasantColumns(of count: Int, rowCount: Int) -> Int {
    if count <= (rowCount > 1 ? 10 : 4) { return count }
    var best = (columns: 1, penalty: Double.infinity)
    for columns in 1...min(count, 256) {
      let bands = (count + columns - 1) / columns
      let aspect = Double(columns * columnPitch) / Double(bands * bandPitch)
      let empty = Double(bands * columns - count) / Double(bands * columns)
      let penalty = abs(log(aspect / 1.6)) + 4 * empty
      if penalty < best.penalty { best = (columns, penalty) }
    }
    return best.columns
  }
}
