import Files
import Glibc
import TestSupport
import Testing

@testable import Datasets

@Suite struct VerificationRecordsTests {
  private let directory = TemporaryDirectory()
  private let small = SmallDataset()

  init() {
    mkdir(directory.file("a"), 0o755)
    for (name, bytes) in small.contents { directory.write(bytes, to: "a/" + name) }
    age()
  }

  /// Puts back the times that a program can set; those of the inodes it cannot.
  private func age() {
    var times = [
      timespec(tv_sec: 1_000_000_000, tv_nsec: 0), timespec(tv_sec: 1_000_000_000, tv_nsec: 0),
    ]
    for name in small.contents.map(\.0) {
      utimensat(AT_FDCWD, directory.file("a/" + name), &times, 0)
    }
  }

  private var cache: FilePath { FilePath(directory.file("cache")) }

  private func load(_ records: VerificationRecords?) throws -> Dataset {
    try small.dataset.load(
      from: FilePath(directory.file("a")),
      origin: .directory("a"),
      budget: 1 << 20,
      records: records
    )
  }

  @Test func `remembers files that were left alone, and notices every change`() throws {
    usleep(2_100_000)
    let first = try load(VerificationRecords(in: cache))
    let records = VerificationRecords(in: cache)
    #expect(records.records.count == 4)
    #expect(try load(records).checksum == first.checksum)
    #expect(VerificationRecords(in: cache).records.count == 4)
    // A byte is changed in place and the file's own time put back: the inode's time tells.
    let name = "a/" + small.contents[0].0
    var bytes = small.contents[0].1
    bytes[bytes.count - 1] ^= 1
    directory.write(bytes, to: name)
    age()
    let error = #expect(throws: DatasetError.self) { try load(VerificationRecords(in: cache)) }
    guard case .data(_, .wrongDigest) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func `a file that was just written is not remembered`() throws {
    _ = try load(VerificationRecords(in: cache))
    #expect(VerificationRecords(in: cache).records.isEmpty)
  }

  @Test(arguments: ["", "nonsense\n", "aerepl verified files 1\n1 2 3\na b c d e f g\n"])
  func `damaged records count as none`(text: String) throws {
    mkdir(directory.file("cache"), 0o700)
    directory.write(Array(text.utf8), to: "cache/verified")
    #expect(VerificationRecords(in: cache).records.isEmpty)
    #expect(try load(VerificationRecords(in: cache)).train.count > 0)
  }
}
