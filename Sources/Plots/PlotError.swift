/// What keeps a picture from being made, with the facts that a message needs.
public enum PlotError: Error, Equatable, Sendable {
  /// A picture or a tile would have no pixels.
  case emptyPicture(width: Int, height: Int)

  /// A side is longer than `Canvas.maximumSide`, or all the bytes more than `Canvas.maximumBytes`.
  case tooLarge(width: Int, height: Int)

  /// The system does not give the memory that a picture needs.
  case outOfMemory(bytes: Int)

  /// The number of pixels is not width times height.
  case wrongPixelCount(expected: Int, found: Int)

  /// A grid has no rows, or its rows have no tiles.
  case noTiles

  /// A tile has another size than the first one.
  case unequalTiles(expectedWidth: Int, expectedHeight: Int, width: Int, height: Int)

  /// A row has another number of tiles than the first one.
  case unequalRows(expected: Int, found: Int)

  /// There are captions, but not one for each column.
  case wrongCaptionCount(expected: Int, found: Int)

  /// The number of pixels that a source pixel becomes, each way, is not in `ImageGrid.scales`.
  case scaleOutOfRange(Int)

  /// The number of columns asked for is not positive.
  case columnsOutOfRange(Int)

  /// The size of a text is not in `TextStyle.sizes`.
  case textSizeOutOfRange(Double)

  /// The PNG encoder refused, with libpng's own reason.
  case encoder(String)

  /// A picture could not be drawn, with Cairo's own reason.
  case drawing(String)

  /// A page has no room for a chart between the texts around it.
  case tooSmall(width: Int, height: Int)

  /// A chart has no number that is finite, or on a logarithmic axis none above zero.
  case nothingToDraw(finite: Int, count: Int)

  /// Text could not be drawn, with Cairo's own reason.
  case text(String)

  /// Nothing went wrong: the work was told to stop.
  case stopped
}
