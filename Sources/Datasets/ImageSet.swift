public import Tensors

/// Grey images of one size, with what is known about each.
public struct ImageSet: Sendable {
  /// The number of rows of pixels in an image.
  public let height: Int

  /// The number of pixels in a row.
  public let width: Int

  /// The images, one a row, and how their bytes are scaled.
  public let pixels: ByteMatrix

  /// The class of each image, where the set has labels.
  public let labels: [UInt8]?

  /// What the images were generated from; empty for images that were not.
  public let factors: [Factor]

  /// The SHA-256 of the set as IDX files.
  public let digests: Digests

  /// A property of each image, as a column of numbers.
  public struct Factor: Equatable, Sendable {
    /// The name, such as `slant`.
    public let name: String

    /// One number for each image.
    public let values: [Float]

    /// Creates a factor.
    public init(name: String, values: [Float]) {
      self.name = name
      self.values = values
    }
  }

  /// The SHA-256 of a set's contents, as they would stand in IDX files; images of floats, as
  /// NumPy would save them.
  public struct Digests: Hashable, Sendable {
    /// That of the images.
    public let images: String

    /// That of the labels, where there are some.
    public let labels: String?
  }

  /// Creates a set from its bytes; its digests are of no use once `stop` says so.
  ///
  /// - Precondition: there are `height * width` bytes for each image, and as many labels and
  ///   factor values as images.
  public init(
    height: Int,
    width: Int,
    bytes: [UInt8],
    labels: [UInt8]?,
    factors: [Factor] = [],
    scaling: PixelScaling,
    stop: () -> Bool = { false }
  ) {
    let count = bytes.count / (height * width)
    self.init(
      height: height,
      width: width,
      bytes: bytes,
      labels: labels,
      factors: factors,
      scaling: scaling,
      digests: Digests(
        images: ContentDigest.sha256(
          dimensions: [count, height, width],
          values: bytes,
          stop: stop
        ),
        labels: labels.map { ContentDigest.sha256(dimensions: [$0.count], values: $0) }
      )
    )
  }

  /// Creates a set from its bytes, whose digests are known.
  init(
    height: Int,
    width: Int,
    bytes: [UInt8],
    labels: [UInt8]?,
    factors: [Factor],
    scaling: PixelScaling,
    digests: Digests
  ) {
    precondition(height > 0 && width > 0, "an image has pixels")
    let count = bytes.count / (height * width)
    precondition(labels?.count ?? count == count, "each image has a label")
    precondition(factors.allSatisfy { $0.values.count == count }, "each image has its factors")
    self.height = height
    self.width = width
    self.labels = labels
    self.factors = factors
    self.digests = digests
    pixels = ByteMatrix(
      rowCount: count,
      columnCount: height * width,
      bytes: bytes,
      mean: scaling.mean,
      deviation: scaling.deviation
    )
  }

  /// Creates a set from floats, which stay as they are; the scaling is that of pictures, and `stop`
  /// means what it does for bytes.
  ///
  /// - Precondition: there are `height * width` floats for each image, and as many labels as images.
  public init(
    height: Int,
    width: Int,
    floats: [Float],
    labels: [UInt8]?,
    scaling: PixelScaling,
    stop: () -> Bool = { false }
  ) {
    precondition(height > 0 && width > 0, "an image has pixels")
    let count = floats.count / (height * width)
    precondition(labels?.count ?? count == count, "each image has a label")
    self.height = height
    self.width = width
    self.labels = labels
    factors = []
    pixels = ByteMatrix(
      rowCount: count,
      columnCount: height * width,
      floats: floats,
      mean: scaling.mean,
      deviation: scaling.deviation
    )
    digests = Digests(
      images: ContentDigest.sha256(floats, rowWidth: height * width, stop: stop),
      labels: labels.map { ContentDigest.sha256(dimensions: [$0.count], values: $0) }
    )
  }

  /// The number of images.
  public var count: Int { pixels.rowCount }

  /// How many images each class has, by label; nil without labels.
  public var classCounts: [Int]? {
    labels.map { labels in
      labels.reduce(into: [Int](repeating: 0, count: Int(labels.max() ?? 0) + 1)) {
        $0[Int($1)] += 1
      }
    }
  }
}
