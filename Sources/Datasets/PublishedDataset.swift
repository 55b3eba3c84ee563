public import Files

/// A dataset in four IDX files that was published once and for all: its files, and where they are.
public struct PublishedDataset: Sendable {
  /// The name in scripts.
  public let name: String

  /// The directories below one that a user names in which the files may lie, itself first.
  public let folders: [FilePath]

  /// Where the files can be downloaded: addresses of directories, tried in turn.
  public let mirrors: [String]

  /// Training images, training labels, test images and test labels.
  public let files: [File]

  /// The number of classes; labels lie below it.
  public let classes: Int

  /// One of the files of a dataset.
  public struct File: Hashable, Sendable {
    /// The name of the uncompressed file.
    public let name: String

    /// The extents of its contents.
    public let dimensions: [Int]

    /// The digest of its uncompressed contents.
    public let digest: ContentDigest

    /// The bytes of the compressed file as it was published.
    public let compressedSize: Int

    /// The names under which it may lie in a directory, the uncompressed ones first.
    public var candidates: [String] {
      // Some copies have a dot before the format: `train-images.idx3-ubyte`.
      let dotted = name.split(separator: "-idx", maxSplits: 1).joined(separator: ".idx")
      return [name, dotted, compressedName, dotted + ".gz"]
    }

    /// The name under which it is published and kept in the cache.
    public var compressedName: String { name + ".gz" }
  }
}

extension PublishedDataset {
  /// The handwritten digits of LeCun, Cortes and Burges.
  ///
  /// The digests are of the uncompressed files: copies are often compressed anew.
  public static let mnist = PublishedDataset(
    name: "mnist",
    folders: [".", "mnist", "MNIST/raw"],
    mirrors: [
      "https://ossci-datasets.s3.amazonaws.com/mnist/",
      "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ],
    files: Self.files(
      digests: [
        .sha256("ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
        .sha256("65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
        .sha256("0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
        .sha256("ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
      ],
      compressedSizes: [9_912_422, 28_881, 1_648_877, 4_542]
    ),
    classes: 10
  )

  /// The articles of clothing of Xiao, Rasul and Vollgraf (Zalando Research).
  ///
  /// No SHA-256 of the uncompressed files was published, but their MD5 was, among others by
  /// MMClassification, beside that of the compressed files which the authors publish.
  public static let fashion = PublishedDataset(
    name: "fashion",
    folders: [".", "fashion", "FashionMNIST/raw"],
    mirrors: [
      "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
      "https://fashion-mnist.s3.eu-central-1.amazonaws.com/",
    ],
    files: Self.files(
      digests: [
        .md5("f4a8712d7a061bf5bd6d2ca38dc4d50a"), .md5("9018921c3c673c538a1fc5bad174d6f9"),
        .md5("8181f5470baa50b63fa0f6fddb340f0a"), .md5("15d484375f8d13e6eb1aabb0c3f46965"),
      ],
      compressedSizes: [26_421_880, 29_515, 4_422_102, 5_148]
    ),
    classes: 10
  )

  /// All of them, whose files have the same names.
  static let all = [mnist, fashion]

  private static func files(digests: [ContentDigest], compressedSizes: [Int]) -> [File] {
    let shapes: [(String, [Int])] = [
      ("train-images-idx3-ubyte", [60_000, 28, 28]), ("train-labels-idx1-ubyte", [60_000]),
      ("t10k-images-idx3-ubyte", [10_000, 28, 28]), ("t10k-labels-idx1-ubyte", [10_000]),
    ]
    return zip(shapes, zip(digests, compressedSizes)).map { shape, publication in
      File(
        name: shape.0,
        dimensions: shape.1,
        digest: publication.0,
        compressedSize: publication.1
      )
    }
  }
}
