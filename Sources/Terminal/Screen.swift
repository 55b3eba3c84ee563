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

  /// Returns the cells that a picture of this size in pixels takes: all of it and at most once as
  /// large, so that it fits beside the last column and above the line of the prompt; nil where
  /// nothing would be seen of it.
  func area(ofWidth width: Int, height: Int, growingTo limit: Double = 1) -> ImageArea? {
    let (mostColumns, mostRows) = (columns - 1, rows - 2)
    guard mostColumns >= 4, mostRows >= 2, width > 0, height > 0 else { return nil }
    let (width, height) = (Double(width), Double(height))
    let across = Double(mostColumns * cellWidth) / width
    let down = Double(mostRows * cellHeight) / height
    let scale = min(limit, across, down)
    let (fitWidth, fitHeight) = (max(width * scale, 1), max(height * scale, 1))
    // Against the last bit of a quotient, which must not cost a row.
    let slack = 1e-6
    return ImageArea(
      columns: min(Int((fitWidth / Double(cellWidth) - slack).rounded(.up)), mostColumns),
      rows: min(Int((fitHeight / Double(cellHeight) - slack).rounded(.up)), mostRows),
      width: Int(fitWidth.rounded()),
      height: Int(fitHeight.rounded()),
      limit: scale == 1 ? .nothing : scale == down ? .height : .width
    )
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

  /// What decides on its size.
  var limit: Limit

  /// What may decide on the size of a picture.
  enum Limit {
    /// It has its own size.
    case nothing
    /// It is as wide as there is room.
    case width
    /// It is as high as there is room.
    case height
  }
}
