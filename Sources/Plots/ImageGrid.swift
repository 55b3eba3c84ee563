/// Rows of equally large grey images, in exact pixels, with labels around them.
///
/// Each pixel of an image becomes a square of `scale` pixels; nothing is blended or stretched. Many
/// columns are wrapped into bands below each other, each with all of the rows.
public struct ImageGrid: Equatable, Sendable {
  /// A row of images.
  public struct Row: Equatable, Sendable {
    /// What stands to the left of the row; may be empty.
    public var label: String

    /// The images, from the left.
    public var images: [GrayImage]

    /// Creates a row.
    public init(label: String = "", images: [GrayImage]) {
      self.label = label
      self.images = images
    }
  }

  /// The scales that can be drawn.
  public static let scales = 1...1_000

  /// The rows, from the top; all with the same number of images.
  public var rows: [Row]

  /// What stands above each column: one entry a column, or none at all.
  public var captions: [String]

  /// What stands above the grid; may be empty.
  public var title: String

  /// The pixels that a source pixel becomes, each way.
  public var scale: Int

  /// The columns in a band, or nil for as many as make a pleasant page.
  public var columns: Int?

  /// Creates a grid.
  public init(
    rows: [Row],
    captions: [String] = [],
    title: String = "",
    scale: Int = 4,
    columns: Int? = nil
  ) {
    self.rows = rows
    self.captions = captions
    self.title = title
    self.scale = scale
    self.columns = columns
  }
}

extension ImageGrid {
  /// Returns the grid as a figure, together with the places of its tiles.
  public func drawn() throws(PlotError) -> (figure: Figure, layout: GridLayout) {
    let plan = try GridPlan(self)
    return (plan.figure, plan.layout)
  }

  /// Returns raw images above what an autoencoder makes of them.
  public static func reconstruction(
    raw: [GrayImage],
    decoded: [GrayImage],
    title: String = "",
    scale: Int = 4,
    columns: Int? = nil
  ) -> ImageGrid {
    ImageGrid(
      rows: [Row(label: "raw", images: raw), Row(label: "en-decoder", images: decoded)],
      title: title,
      scale: scale,
      columns: columns
    )
  }

  /// Adds a row with the absolute differences between the first two.
  public mutating func appendErrors() {
    precondition(rows.count == 2, "errors are between two rows")
    let images = zip(rows[0].images, rows[1].images).map { $0.difference(from: $1) }
    rows.append(Row(label: "error", images: images))
  }

  /// Returns images side by side, wrapped into a block, with captions such as their classes.
  public static func images(
    _ images: [GrayImage],
    captions: [String] = [],
    title: String = "",
    scale: Int = 4,
    columns: Int? = nil
  ) -> ImageGrid {
    ImageGrid(
      rows: [Row(images: images)],
      captions: captions,
      title: title,
      scale: scale,
      columns: columns
    )
  }
}
