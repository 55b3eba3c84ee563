import Glibc
import TestSupport
import Testing

@testable import Files

@Suite struct FileReaderTests {
  private let directory = TemporaryDirectory()

  @Test(arguments: [0, 1, 4096, 100_000])
  func `reads a whole file up to the limit`(size: Int) throws {
    let bytes = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let path = FilePath(directory.write(bytes, to: "a"))
    #expect(try FileReader.read(path, limit: size) == bytes)
  }

  @Test func `refuses a file of more bytes than the limit`() {
    let path = FilePath(directory.write([1, 2, 3], to: "a"))
    #expect(throws: FileError("read", path, "3 bytes, more than 2", code: EFBIG)) {
      try FileReader.read(path, limit: 2)
    }
  }

  @Test func `refuses a sparse file of a terabyte before it allocates`() {
    let path = FilePath(directory.write([], to: "a"))
    truncate(directory.file("a"), 1 << 40)
    let error = #expect(throws: FileError.self) { try FileReader.read(path, limit: 1 << 20) }
    #expect(error?.code == EFBIG)
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["fifo", "directory", "missing", "loop", "a/b"])
  func `F059 never blocks on what is no regular file`(name: String) {
    mkfifo(directory.file("fifo"), 0o600)
    mkdir(directory.file("directory"), 0o700)
    symlink("loop", directory.file("loop"))
    directory.write([], to: "a")
    let path = FilePath(directory.file(name))
    let reasons = [
      "fifo": "not a regular file", "directory": "is a directory",
      "missing": "no such file or directory", "loop": "too many levels of symbolic links",
      "a/b": "not a directory",
    ]
    let error = #expect(throws: FileError.self) { try FileReader.read(path, limit: 10) }
    #expect(error?.reason == reasons[name])
    #expect(error?.path == path.description)
  }

  @Test(.timeLimit(.minutes(1)), arguments: ["/dev/full", "/dev/zero", "/dev/tty", "/"])
  func `F059 refuses devices`(path: String) {
    #expect(throws: FileError.self) { try FileReader.read(FilePath(path), limit: 10) }
  }

  @Test func `F058 notices a file that claims another size than it has`() {
    // Files of the process file system say 0 bytes and have more.
    #expect(throws: FileError.self) { try FileReader.read("/proc/self/status", limit: 1 << 20) }
  }
}
