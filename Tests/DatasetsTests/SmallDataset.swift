import Files

@testable import Datasets

/// A published dataset of a few bytes: 6 images of 2 x 2 and 3 to test, in three classes.
struct SmallDataset {
  let dataset: PublishedDataset

  /// The files and their contents.
  let contents: [(name: String, bytes: [UInt8])]

  init(name: String = "small", contents transform: ([UInt8]) -> [UInt8] = \.self) {
    let originals = [
      ("train-images-idx3-ubyte", IDX.file([6, 2, 2])),
      ("train-labels-idx1-ubyte", IDX.file([6], values: [0, 1, 2, 0, 1, 2])),
      ("t10k-images-idx3-ubyte", IDX.file([3, 2, 2], values: (0..<12).map { 255 - $0 })),
      ("t10k-labels-idx1-ubyte", IDX.file([3], values: [2, 1, 0])),
    ]
    contents = originals.map { ($0.0, transform($0.1)) }
    dataset = PublishedDataset(
      name: name,
      folders: [".", "small", "SMALL/raw"],
      mirrors: [],
      files: contents.map { name, bytes in
        let rank = Int(bytes[3])
        return PublishedDataset.File(
          name: name,
          dimensions: (1...rank).map { Int(bytes[4 * $0 + 3]) },
          digest: .sha256(ContentDigest.sha256(bytes)),
          compressedSize: Gzip.compress(bytes).count
        )
      },
      classes: 3
    )
  }
}
