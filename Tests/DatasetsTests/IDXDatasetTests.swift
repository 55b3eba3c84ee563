import Files
import Tensors
import TestSupport
import Testing

@testable import Datasets

@Suite struct IDXDatasetTests {
  private let directory = TemporaryDirectory()

  private func write(_ name: String, _ dimensions: [UInt32], values: [UInt8]? = nil) -> FilePath {
    FilePath(directory.write(IDX.file(dimensions, values: values), to: name))
  }

  @Test func `loads images and labels of both splits`() throws {
    let files = IDXDataset(
      images: write("a", [5, 3, 2]),
      labels: write("b", [5], values: [0, 1, 2, 1, 4]),
      test: write("c", [2, 3, 2]),
      testLabels: write("d", [2], values: [1, 1])
    )
    let scaling = try #require(PixelScaling(mean: 0, deviation: 2))
    let dataset = try files.load(scaling: scaling, budget: 1000)
    #expect(dataset.train.count == 5)
    #expect(dataset.train.height == 3)
    #expect(dataset.train.width == 2)
    #expect(dataset.train.labels == [0, 1, 2, 1, 4])
    #expect(dataset.train.classCounts == [1, 2, 1, 0, 1])
    #expect(dataset.train.pixels.levels[255] == 0.5)
    #expect(dataset.test?.labels == [1, 1])
    #expect(dataset.warnings.isEmpty)
    let limited = try files.load(limit: 3, budget: 1000)
    #expect(limited.train.count == 3)
    #expect(limited.test?.count == 2)
    #expect(limited.checksum != dataset.checksum)
  }

  @Test func `needs neither labels nor a test set`() throws {
    let dataset = try IDXDataset(images: write("a", [5, 3, 2])).load(budget: 1000)
    #expect(dataset.train.labels == nil)
    #expect(dataset.train.classCounts == nil)
    #expect(dataset.test == nil)
  }

  @Test func `F051 names both counts, whatever the limit`() {
    let files = IDXDataset(images: write("a", [5, 3, 2]), labels: write("b", [4]))
    for limit in [nil, 2] {
      #expect(
        throws: DatasetError.data(
          path: directory.file("b"),
          .countMismatch(images: 5, labels: 4)
        )
      ) { try files.load(limit: limit, budget: 1000) }
    }
  }

  @Test func `F051 warns where train and test seem swapped`() throws {
    let files = IDXDataset(images: write("a", [2, 3, 2]), test: write("b", [5, 3, 2]))
    let dataset = try files.load(budget: 1000)
    #expect(dataset.warnings == [.fewerTrainThanTest(train: 2, test: 5)])
  }

  @Test func `F052 refuses a label beyond the classes`() {
    let labels = write("b", [3], values: [9, 3, 10])
    let files = IDXDataset(images: write("a", [3, 1, 1]), labels: labels, classes: 10)
    #expect(
      throws: DatasetError.data(
        path: labels.description,
        .labelOutOfRange(label: 10, index: 2, classes: 10)
      )
    ) { try files.load(budget: 1000) }
    var all = files
    all.classes = 256
    #expect(throws: Never.self) { try all.load(budget: 1000) }
  }

  @Test(arguments: [[3, 0, 0], [3, 0, 2], [0, 28, 28]] as [[UInt32]])
  func `F052 refuses images of no size and no images`(dimensions: [UInt32]) {
    #expect(
      throws: DatasetError.data(
        path: directory.file("a"),
        .empty(dimensions: dimensions.map(Int.init))
      )
    ) { try IDXDataset(images: write("a", dimensions)).load(budget: 1000) }
  }

  @Test(arguments: [[1, 1, 1], [2, 28, 27], [1, 1, 500]] as [[UInt32]])
  func `F052 takes odd sizes`(dimensions: [UInt32]) throws {
    let dataset = try IDXDataset(images: write("a", dimensions)).load(budget: 100_000)
    #expect(
      [dataset.train.count, dataset.train.height, dataset.train.width]
        == dimensions.map(Int.init)
    )
  }

  @Test func `F052 refuses images that are too large`() {
    let path = FilePath(
      directory.write(
        Gzip.compress(IDX.header([1, 65536, 65536])),
        to: "a"
      )
    )
    #expect {
      try IDXDataset(images: path).load(budget: 1 << 30)
    } throws: { error in
      guard case .tooLarge(_, let bytes, _) = error as? DatasetError else { return false }
      return bytes == 1 << 32
    }
  }

  @Test func `refuses test images of another size`() {
    let files = IDXDataset(images: write("a", [5, 3, 2]), test: write("b", [2, 2, 3]))
    #expect(
      throws: DatasetError.data(
        path: directory.file("b"),
        .sizeMismatch(train: [3, 2], test: [2, 3])
      )
    ) { try files.load(budget: 1000) }
  }

  @Test func `refuses labels in place of images`() {
    #expect(
      throws: DatasetError.data(
        path: directory.file("a"),
        .unsupportedRank(expected: 3...3, found: 1)
      )
    ) { try IDXDataset(images: write("a", [5])).load(budget: 1000) }
  }
}
