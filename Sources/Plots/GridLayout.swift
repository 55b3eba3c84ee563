/// Where the tiles of a grid lie on its page, in pixels.
///
/// Columns that do not fit beside each other go on in the next band, below the first one: column
/// `c` is column `c % columns` of band `c / columns`.
public struct GridLayout: Hashable, Sendable {
  /// The width of the page.
  public let width: Int

  /// The height of the page.
  public let height: Int

  /// The left edge of the first tile.
  public let left: Int

  /// The top edge of the first tile.
  public let top: Int

  /// The width of a tile.
  public let cellWidth: Int

  /// The height of a tile.
  public let cellHeight: Int

  /// The space between two tiles of a band, both ways.
  public let gap: Int

  /// The number of columns in a band; the last band may have fewer.
  public let columns: Int

  /// The number of bands.
  public let bands: Int

  /// The distance between the tops of two bands.
  public let bandPitch: Int

  /// Returns the top left pixel of a tile.
  public func origin(row: Int, column: Int) -> (x: Int, y: Int) {
    let x = left + column % columns * (cellWidth + gap)
    let y = top + column / columns * bandPitch + row * (cellHeight + gap)
    return (x, y)
  }
}
