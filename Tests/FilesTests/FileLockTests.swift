import TestSupport
import Testing

@testable import Files

@Suite struct FileLockTests {
  private let directory = TemporaryDirectory()

  @Test func `is held by one at a time and released with its owner`() throws {
    let path = FilePath(directory.file("lock"))
    do {
      let first = try FileLock(trying: path)
      #expect(first != nil)
      #expect(try FileLock(trying: path) == nil)
      withExtendedLifetime(first) {}
    }
    #expect(try FileLock(trying: path) != nil)
  }

  @Test func `F127 the file of a dead owner blocks nobody`() throws {
    directory.write([1, 2, 3], to: "lock")
    #expect(try FileLock(trying: FilePath(directory.file("lock"))) != nil)
  }

  @Test func `refuses a directory that is not there`() {
    #expect(throws: FileError.self) { try FileLock(trying: FilePath(directory.file("x/lock"))) }
  }
}
