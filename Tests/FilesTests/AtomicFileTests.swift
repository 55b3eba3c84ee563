import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Files

@Suite struct AtomicFileTests {
  private let directory = TemporaryDirectory()

  private var path: FilePath { FilePath(directory.file("a.bin")) }

  private func mode(_ name: String) -> mode_t {
    var status = stat()
    lstat(directory.file(name), &status)
    return status.st_mode
  }

  private func save(_ bytes: [UInt8], calls: SystemCalls = SystemCalls()) throws(FileError) {
    let file = try AtomicFile(replacing: path, calls: calls)
    try file.append(bytes)
    try file.commit()
  }

  @Test func `writes a new file with the usual permissions`() throws {
    try AtomicFile.write([1, 2, 3], to: path)
    #expect(try FileReader.read(path, limit: 10) == [1, 2, 3])
    let mask = umask(0)
    umask(mask)
    #expect(mode("a.bin") & 0o777 == 0o666 & ~mask)
    #expect(directory.names == ["a.bin"])
  }

  @Test func `keeps the old file until it is committed`() throws {
    directory.write([9], to: "a.bin")
    do {
      let file = try AtomicFile(replacing: path)
      try file.append([1, 2])
      #expect(try FileReader.read(path, limit: 10) == [9])
      #expect(directory.names.count == 2)
    }
    #expect(try FileReader.read(path, limit: 10) == [9])
    #expect(directory.names == ["a.bin"])
  }

  @Test(arguments: [0o600, 0o666, 0o755, 0o640] as [mode_t])
  func `F079 follows a symbolic link and keeps the mode of its target`(mode old: mode_t) throws {
    directory.write([9], to: "target")
    chmod(directory.file("target"), old)
    symlink("middle", directory.file("a.bin"))
    symlink(directory.file("target"), directory.file("middle"))
    try AtomicFile.write([1], to: path)
    #expect(mode("a.bin") & S_IFMT == S_IFLNK)
    #expect(mode("target") == S_IFREG | old)
    #expect(try FileReader.read(FilePath(directory.file("target")), limit: 10) == [1])
  }

  @Test func `F079 writes where a dangling link points`() throws {
    symlink("new", directory.file("a.bin"))
    try AtomicFile.write([1], to: path)
    #expect(try FileReader.read(FilePath(directory.file("new")), limit: 10) == [1])
  }

  @Test(arguments: ["", "sub/", ".", "..", "a.bin/", "missing/a.bin", "loop"])
  func `F079 refuses a directory, a missing directory and a loop`(name: String) {
    mkdir(directory.file("sub"), 0o755)
    symlink("loop", directory.file("loop"))
    #expect(throws: FileError.self) {
      try AtomicFile.write([1], to: FilePath(directory.file(name)))
    }
    #expect(directory.names == ["loop", "sub"])
  }

  @Test func `F079 says why a target is refused`() {
    mkdir(directory.file("a.bin"), 0o755)
    let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
    #expect(error == FileError("write", path, code: EISDIR))
    #expect(error?.reason == "is a directory")
    let missing = FilePath(directory.file("x/y"))
    let second = #expect(throws: FileError.self) { try AtomicFile.write([1], to: missing) }
    #expect(second?.code == ENOENT)
    #expect(second?.path == missing.description)
  }

  @Test func `F079 never replaces a device or a pipe`() {
    mkfifo(directory.file("a.bin"), 0o600)
    let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
    #expect(error?.reason == "not a regular file")
    #expect(throws: FileError.self) { try AtomicFile.write([1], to: "/dev/full") }
    #expect(throws: FileError.self) { try AtomicFile.write([1], to: "/dev/null") }
    #expect(mode("a.bin") & S_IFMT == S_IFIFO)
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may write everywhere"))
  func `F079 refuses a read-only file`() {
    directory.write([9], to: "a.bin")
    chmod(directory.file("a.bin"), 0o444)
    let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
    #expect(error?.code == EACCES)
  }

  @Test func `F108 refuses paths that the system would cut`() {
    let long = FilePath(directory.file(String(repeating: "x", count: 256)))
    #expect(throws: FileError("write", long, code: ENAMETOOLONG)) {
      try AtomicFile.write([1], to: long)
    }
    let zero = FilePath(bytes: path.bytes + [0, 65])
    #expect(throws: FileError("write", zero, "the path has a zero byte")) {
      try AtomicFile.write([1], to: zero)
    }
    #expect(throws: FileError("write", "", "the path is empty")) {
      try AtomicFile.write([1], to: "")
    }
    #expect(directory.names.isEmpty)
  }

  @Test func `F109 writes names that are no UTF-8`() throws {
    let odd = FilePath(bytes: Array(directory.path.utf8) + [0x2F, 0xFF, 0x61])
    try AtomicFile.write([7], to: odd)
    #expect(try FileReader.read(odd, limit: 1) == [7])
    #expect(odd.description.hasSuffix("/\\xffa"))
  }

  @Test func `writes names of the greatest length`() throws {
    let long = FilePath(directory.file(String(repeating: "x", count: 255)))
    try AtomicFile.write([1], to: long)
    #expect(try FileReader.read(long, limit: 1) == [1])
  }

  @Test func `F075 removes what dead processes left and nothing else`() throws {
    // A child that has been waited for is surely dead.
    let dead = deadProcess()
    let alive = getpid()
    let kept = [
      ".a.bin.\(alive).ff.tmp", ".b.bin.\(dead).ff.tmp", ".a.bin.\(dead).xy.tmp",
      ".a.bin.\(dead).ff.bak", ".a.bin.-1.ff.tmp",
    ]
    for name in kept + [".a.bin.\(dead).ff.tmp", ".a.bin.\(dead).0.tmp"] {
      directory.write([], to: name)
    }
    try AtomicFile.write([1], to: path)
    #expect(directory.names == (kept + ["a.bin"]).sorted())
  }

  @Test func `F076 calls write, fsync, close, rename and fsync in this order`() throws {
    let log = Mutex<[String]>([])
    var calls = SystemCalls()
    calls.write = { descriptor, start, count in
      log.withLock { $0.append("write") }
      return Glibc.write(descriptor, start, count)
    }
    calls.fsync = { descriptor in
      log.withLock { $0.append("fsync") }
      return Glibc.fsync(descriptor)
    }
    calls.close = { descriptor in
      log.withLock { $0.append("close") }
      return Glibc.close(descriptor)
    }
    calls.rename = { directory, old, new in
      log.withLock { $0.append("rename") }
      return renameat(directory, old, directory, new)
    }
    try save([1], calls: calls)
    #expect(log.withLock(\.self) == ["write", "fsync", "close", "rename", "fsync"])
  }

  @Test(arguments: ["write", "fsync", "close", "rename"], [ENOSPC, EIO, EDQUOT, EROFS, EFBIG])
  func `F077 a call that fails leaves the old file and no other`(call: String, code: Int32) throws {
    directory.write([9], to: "a.bin")
    let count = Mutex(0)
    let fail: @Sendable () -> Int32 = {
      count.withLock { $0 += 1 }
      errno = code
      return -1
    }
    var calls = SystemCalls()
    switch call {
    case "write": calls.write = { _, _, _ in Int(fail()) }
    case "fsync": calls.fsync = { _ in fail() }
    case "close":
      calls.close = { descriptor in
        Glibc.close(descriptor)
        return fail()
      }
    default: calls.rename = { _, _, _ in fail() }
    }
    let error = #expect(throws: FileError.self) { try save([1, 2], calls: calls) }
    #expect(error?.code == code)
    #expect(error?.path == path.description)
    #expect(count.withLock(\.self) == 1, "a failure is final")
    #expect(directory.names == ["a.bin"])
    #expect(try FileReader.read(path, limit: 10) == [9])
  }

  @Test(arguments: 1...7)
  func `F078 interrupted and short writes give the same bytes`(size: Int) throws {
    let turn = Mutex(0)
    let interrupted: @Sendable () -> Bool = {
      errno = EINTR
      return turn.withLock { turn in
        turn += 1
        return turn % 2 == 1
      }
    }
    var calls = SystemCalls()
    calls.write = { descriptor, start, count in
      interrupted() ? -1 : Glibc.write(descriptor, start, min(count, size))
    }
    calls.fsync = { interrupted() ? -1 : Glibc.fsync($0) }
    let bytes = (0..<200).map { UInt8($0) }
    try save(bytes, calls: calls)
    #expect(try FileReader.read(path, limit: 200) == bytes)
  }

  private func deadProcess() -> pid_t {
    var child = pid_t()
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup("true"), nil]
    defer { free(arguments[0]) }
    posix_spawnp(&child, "true", nil, nil, &arguments, environ)
    waitpid(child, nil, 0)
    return child
  }
}
