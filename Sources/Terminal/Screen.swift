internal import Glibc

/// The size of a terminal's window, and of a character in it.
struct Screen: Equatable {
  /// The columns, at least 1.
  var columns: Int

  /// The rows, at least 1.
  var rows: Int

  /// The width of a cell in pixels.
  var cellWidth: Int

  /// The height of a cell in pixels.
  var cellHeight: Int

  /// Whether the size of a cell is known; else it is that of many terminals.
  var knowsCells: Bool

  /// The cells of a VT340's successors, and about those of most terminals at their usual size.
  static let usualCell = (width: 8, height: 16)

  /// Creates the size of a window whose cells are of the usual size.
  init(columns: Int, rows: Int) {
    self.columns = max(columns, 1)
    self.rows = max(rows, 1)
    (cellWidth, cellHeight) = Self.usualCell
    knowsCells = false
  }

  /// Asks the system for the size of the window behind a descriptor.
  init(of descriptor: Int32) {
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
      self.init(columns: 80, rows: 24)
      return
    }
    self.init(columns: Int(size.ws_col), rows: Int(size.ws_row))
    take(width: Int(size.ws_xpixel), height: Int(size.ws_ypixel))
  }

  /// Takes the size of the text area in pixels, if it makes sense.
  mutating func take(width: Int, height: Int) { take(cell: width / columns, height / rows) }

  /// Takes the size of a cell in pixels, if it makes sense.
  mutating func take(cell width: Int, _ height: Int) {
    guard (2...200).contains(width), (2...400).contains(height) else { return }
    (cellWidth, cellHeight, knowsCells) = (width, height, true)
  }

  /// Returns the place of a picture of this size in pixels, or nil where nothing would be seen of it.
  ///
  /// It is at most `limit` times as large, and leaves the last column free and a line for the prompt.
  func area(ofWidth width: Int, height: Int, growingTo limit: Double = 1) -> ImageArea? {
    let (mostColumns, mostRows) = (columns - 1, rows - 1)
    guard mostColumns >= 4, mostRows >= 2, width > 0, height > 0 else { return nil }
    let (width, height) = (Double(width), Double(height))
    let (cellWidth, cellHeight) = (Double(self.cellWidth), Double(self.cellHeight))
    // Against the last bit of a quotient, which must not cost a row.
    let slack = 1e-6
    let across = Double(mostColumns) * cellWidth / width
    let down = Double(mostRows) * cellHeight / height
    let scale = min(limit, across, down)
    let columns = max(Int((width * scale / cellWidth - slack).rounded(.up)), 1)
    if scale == 1 {
      let rows = max(Int((height / cellHeight - slack).rounded(.up)), 1)
      return ImageArea(
        columns: columns,
        rows: rows,
        width: Int(width),
        height: Int(height),
        isScaled: false
      )
    }
    // A terminal stretches pictures to whole cells: a little smaller may be a little truer.
    var best: (columns: Int, rows: Int, error: Double)?
    for columns in stride(from: columns, through: max(columns * 9 / 10, 1), by: -1) {
      let exact = Double(columns) * cellWidth / width * height / cellHeight
      let rows = min(max(Int(exact.rounded()), 1), mostRows)
      let error = abs(Double(rows) - exact) / exact
      if error < best?.error ?? .infinity { best = (columns, rows, error) }
    }
    return best.map { best in
      ImageArea(
        columns: best.columns,
        rows: best.rows,
        width: best.columns * self.cellWidth,
        height: best.rows * self.cellHeight,
        isScaled: true
      )
    }
  }
}

/// The place of a picture on a terminal.
struct ImageArea: Equatable {
  /// The columns that it takes.
  var columns: Int

  /// The rows that it takes.
  var rows: Int

  /// Its width in pixels.
  var width: Int

  /// Its height in pixels.
  var height: Int

  /// Whether it is larger or smaller than the picture.
  var isScaled: Bool
}
