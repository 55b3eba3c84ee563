import Files
import Glibc
import Testing

@testable import Datasets

@Suite struct MNISTTests {
  private static let data = getenv("AEREPL_DATA").map { FilePath(String(cString: $0)) }

  private static var place: (path: FilePath, origin: Dataset.Origin)? {
    data.flatMap { PublishedDataset.mnist.locate(DatasetSearch(dataDirectories: [$0])) }
  }

  @Test(.enabled(if: place != nil, "AEREPL_DATA names no folder that has MNIST"))
  func `the real digits have the published counts`() throws {
    let place = try #require(Self.place)
    let mnist = try PublishedDataset.mnist.load(
      from: place.path,
      origin: place.origin,
      budget: 200 << 20
    )
    #expect(
      mnist.train.classCounts == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
    )
    #expect(mnist.test?.classCounts == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    #expect(mnist.train.labels?.prefix(5) == [5, 0, 4, 1, 9])
    #expect(mnist.train.digests.images == PublishedDataset.mnist.files[0].digest.text)
  }
}
