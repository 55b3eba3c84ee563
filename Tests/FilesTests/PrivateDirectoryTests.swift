import Glibc
import TestSupport
import Testing

@testable import Files

@Suite struct PrivateDirectoryTests {
  private let directory = TemporaryDirectory()

  @Test func `creates what is missing for its owner alone`() throws {
    let path = FilePath(directory.file("a/b/c"))
    try PrivateDirectory.prepare(path)
    try PrivateDirectory.prepare(path)
    var status = stat()
    #expect(stat(directory.file("a/b/c"), &status) == 0)
    #expect(status.st_mode == S_IFDIR | 0o700)
  }

  @Test func `F128 refuses a link, a file and a path below a file`() {
    directory.write([], to: "file")
    mkdir(directory.file("real"), 0o700)
    symlink("real", directory.file("link"))
    for name in ["file", "link", "file/below"] {
      #expect(throws: FileError.self) {
        try PrivateDirectory.prepare(FilePath(directory.file(name)))
      }
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only the superuser can give a directory away"))
  func `F128 refuses the world-writable directory of another user`() throws {
    mkdir(directory.file("theirs"), 0o700)
    chmod(directory.file("theirs"), 0o777)
    let path = FilePath(directory.file("theirs"))
    try PrivateDirectory.prepare(path)
    #expect(chown(directory.file("theirs"), 12345, 12345) == 0)
    #expect(throws: FileError.self) { try PrivateDirectory.prepare(path) }
    chmod(directory.file("theirs"), 0o755)
    try PrivateDirectory.prepare(path)
  }
}
