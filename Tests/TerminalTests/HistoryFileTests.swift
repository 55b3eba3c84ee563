import Files
import Glibc
import TestSupport
import Testing

@testable import Terminal

@Suite struct HistoryFileTests {
  private let directory = TemporaryDirectory()

  private func history(_ name: String = "history") -> HistoryFile {
    HistoryFile(path: FilePath(directory.file(name)))
  }

  private func entries(_ history: HistoryFile) throws -> [String] {
    try history.entries().map { String(decoding: $0, as: UTF8.self) }
  }

  private func mode(of name: String) -> mode_t {
    var status = stat()
    stat(directory.file(name), &status)
    return status.st_mode & 0o777
  }

  @Test func `a missing file is an empty history`() throws {
    #expect(try history().entries().isEmpty)
  }

  @Test func `entries come back in order, those of several lines whole`() throws {
    let history = history()
    for text in ["one", "for i in 0..2 {\n  print i\n}", "three"] {
      try history.append(Array(text.utf8))
    }
    #expect(try entries(history) == ["one", "for i in 0..2 {\n  print i\n}", "three"])
    #expect(mode(of: "history") == 0o600)
  }

  @Test func `a file that others could read becomes private`() throws {
    directory.write(Array("one\n".utf8), to: "history")
    chmod(directory.file("history"), 0o666)
    _ = try history().entries()
    #expect(mode(of: "history") == 0o600)
  }

  @Test func `half a line of a killed writer takes no other with it`() throws {
    directory.write(Array("one\nha".utf8), to: "history")
    try history().append(Array("two".utf8))
    #expect(try entries(history()) == ["one", "ha", "two"])
  }

  @Test func `only the end of a huge file is read, from a whole line on`() throws {
    let line = Array("print 1234567890\n".utf8)
    let count = 2 * HistoryFile.readLimit / line.count
    directory.write((0..<count).flatMap { _ in line }, to: "history")
    let read = try entries(history())
    #expect(read.count == HistoryFile.entryLimit)
    #expect(Set(read) == ["print 1234567890"])
  }

  @Test func `F101 binary contents give no control bytes`() throws {
    var random = SystemRandomNumberGenerator()
    directory.write(
      (0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) },
      to: "history"
    )
    for entry in try history().entries() {
      #expect(entry.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 9 || $0 == 10 })
    }
  }

  @Test(arguments: ["link", "pipe", "directory", "/dev/full"])
  func `F101 what is no file of ours is refused without waiting`(_ kind: String) {
    directory.write([], to: "target")
    symlink(directory.file("target"), directory.file("link"))
    mkfifo(directory.file("pipe"), 0o600)
    mkdir(directory.file("directory"), 0o700)
    let path = kind.hasPrefix("/") ? kind : directory.file(kind)
    let history = HistoryFile(path: FilePath(path))
    #expect(throws: FileError.self) { try history.entries() }
    #expect(throws: FileError.self) { try history.append(Array("x".utf8)) }
  }

  @Test func `F102 eight writers lose nothing and tear nothing`() async throws {
    let history = history()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for writer in 0..<8 {
        group.addTask {
          for number in 0..<50 { try history.append(Array("w\(writer)\nn\(number)".utf8)) }
        }
      }
      try await group.waitForAll()
    }
    let expected = Set((0..<8).flatMap { writer in (0..<50).map { "w\(writer)\nn\($0)" } })
    let read = try entries(history)
    #expect(read.count == 400)
    #expect(Set(read) == expected)
  }

  @Test func `a stopped owner of the lock does not hold the prompt`() throws {
    try history().append(Array("one".utf8))
    let other = open(directory.file("history"), O_RDWR | O_CLOEXEC)
    defer { close(other) }
    flock(other, LOCK_EX)
    try history().append(Array("two".utf8))
    #expect(try entries(history()) == ["one", "two"])
  }
}
