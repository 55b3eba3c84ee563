/// Pictures in colour beside each other, with texts below them and a bar that explains the colours.
public struct TileSheet: Equatable, Sendable {
  /// One picture.
  public struct Tile: Equatable, Sendable {
    /// The picture.
    public var image: ColorImage

    /// The pixels that a pixel of the picture becomes, each way.
    public var scale: Int

    /// The lines of text below it.
    public var captions: [String]

    /// Creates a tile.
    public init(image: ColorImage, scale: Int, captions: [String] = []) {
      self.image = image
      self.scale = scale
      self.captions = captions
    }
  }

  /// What the colours mean.
  public struct Bar: Equatable, Sendable {
    /// The colours, from the lowest to the highest number.
    public var colors: [Color]

    /// The numbers at its ends.
    public var range: ColorRange

    /// Creates a bar.
    public init(colors: [Color], range: ColorRange) {
      self.colors = colors
      self.range = range
    }
  }

  /// The pictures, in lines from the left.
  public var tiles: [Tile]

  /// The room between pictures.
  public var gap: Int

  /// The most pictures in a line; nil for as many as fit a page of 720 pixels.
  public var columns: Int?

  /// What stands above; may be empty.
  public var title = ""

  /// What the colours mean, where they all mean the same.
  public var bar: Bar?

  /// One line that says what is shown.
  public var description = ""

  /// Creates a sheet.
  public init(_ tiles: [Tile], gap: Int, columns: Int? = nil) {
    self.tiles = tiles
    self.gap = gap
    self.columns = columns
  }

  /// Returns the number of columns that makes a page of equal pictures a little wider than high.
  public static func pleasantColumns(of count: Int) -> Int {
    max(1, Int((Double(count) * 1.3).squareRoot().rounded(.up)))
  }

  /// Returns the sheet as a figure.
  ///
  /// - Throws: `PlotError.noTiles` for a sheet without pictures.
  public func drawn() throws(PlotError) -> Figure { try TileSheetPlan(self).figure }
}
