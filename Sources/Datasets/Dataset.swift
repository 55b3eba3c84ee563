public import Files

/// Images to train and to test with, and where they came from.
public struct Dataset: Sendable {
  /// The name by which it was asked for, such as `mnist`.
  public let name: String

  /// Where the images came from.
  public let origin: Origin

  /// The images to learn from.
  public let train: ImageSet

  /// The images to judge by; nil where there are none.
  public let test: ImageSet?

  /// How bytes become numbers.
  public let scaling: PixelScaling

  /// What is odd about the data, though not wrong.
  public let warnings: [Warning]

  /// Where a dataset came from.
  public enum Origin: Hashable, Sendable {
    /// A directory that the user named.
    case directory(FilePath)
    /// The directory of downloads.
    case cache(FilePath)
    /// A download, which now lies in the cache.
    case download(FilePath)
    /// Single files: images, labels, test images, test labels.
    case files([FilePath])
    /// The generator, with its seed.
    case generator(seed: UInt64)

    /// Whether the images were read from files, which can be taken for each other.
    fileprivate var hasFiles: Bool { if case .generator = self { false } else { true } }
  }

  /// What may be odd about a dataset.
  public enum Warning: Hashable, Sendable {
    /// There are fewer images to train with than to test with: perhaps the files are swapped.
    case fewerTrainThanTest(train: Int, test: Int)
  }

  /// Creates a dataset.
  ///
  /// - Precondition: training and test images have the same size.
  public init(
    name: String,
    origin: Origin,
    train: ImageSet,
    test: ImageSet?,
    scaling: PixelScaling
  ) {
    precondition(
      test.map { $0.height == train.height && $0.width == train.width } ?? true,
      "a network takes images of one size"
    )
    self.name = name
    self.origin = origin
    self.train = train
    self.test = test
    self.scaling = scaling
    let testCount = test?.count ?? 0
    let looksSwapped = testCount > train.count && origin.hasFiles
    warnings = looksSwapped ? [.fewerTrainThanTest(train: train.count, test: testCount)] : []
  }

  /// The SHA-256 over the digests of all parts: equal for equal images and labels, whatever files
  /// they came from.
  public var checksum: String {
    let parts = [
      train.digests.images, train.digests.labels, test?.digests.images, test?.digests.labels,
    ]
    let lines = parts.map { ($0 ?? "none") + "\n" }.joined()
    return ContentDigest.sha256(Array(lines.utf8))
  }
}
