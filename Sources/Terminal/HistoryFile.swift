internal import Glibc
public import Files

/// The file of the entries made at prompts, which several prompts may write at the same time.
///
/// An entry is appended at once, under a lock, as one line; nothing is ever rewritten. Only a
/// regular file of our own is used, and nobody else may read it.
public struct HistoryFile: Sendable {
  /// The path.
  public let path: FilePath

  /// Creates the history at a path.
  public init(path: FilePath) { self.path = path }

  /// Returns the last entries, oldest first; none where there is no file yet.
  public func entries() throws(FileError) -> [[UInt8]] {
    let descriptor = open(O_RDONLY)
    guard descriptor >= 0 else {
      if errno == ENOENT { return [] }
      throw failure("read", errno)
    }
    defer { close(descriptor) }
    let size = try check(descriptor)
    let start = max(0, size - Self.readLimit)
    var bytes = [UInt8](repeating: 0, count: size - start)
    // SAFETY: the system writes no more than the size of the buffer.
    let count = bytes.withUnsafeMutableBytes { buffer in
      pread(descriptor, buffer.baseAddress, buffer.count, off_t(start))
    }
    guard count >= 0 else { throw failure("read", errno) }
    // What begins in the middle of the file may begin in the middle of a line.
    return Self.entries(in: bytes[..<count], skippingFirst: start > 0)
  }

  /// Returns the last entries that bytes of a history hold, oldest first, but for those of the first
  /// line where that may lack its beginning.
  package static func entries(in bytes: ArraySlice<UInt8>, skippingFirst: Bool) -> [[UInt8]] {
    var lines = bytes.split(separator: UInt8(ascii: "\n"))
    if skippingFirst, !lines.isEmpty { lines.removeFirst() }
    return lines.suffix(entryLimit).map(HistoryEntry.entry(_:)).filter { !$0.isEmpty }
  }

  /// Appends an entry.
  public func append(_ entry: [UInt8]) throws(FileError) {
    let descriptor = open(O_RDWR | O_APPEND | O_CREAT)
    guard descriptor >= 0 else { throw failure("write", errno) }
    // Closing gives the lock back.
    defer { close(descriptor) }
    _ = try check(descriptor)
    Self.lock(descriptor)
    let size = try check(descriptor)
    var last = UInt8(ascii: "\n")
    if size > 0 { pread(descriptor, &last, 1, off_t(size - 1)) }
    var line = HistoryEntry.line(entry) + [UInt8(ascii: "\n")]
    // A writer that was killed may have left half a line, which must not take ours with it.
    if last != UInt8(ascii: "\n") { line.insert(UInt8(ascii: "\n"), at: 0) }
    let count = Self.write(line, to: descriptor)
    guard count == line.count else {
      let code = count < 0 ? errno : ENOSPC
      if count > 0 { ftruncate(descriptor, off_t(size)) }
      throw failure("write", code)
    }
  }

  /// How much of the end of the file is read.
  static let readLimit = 1 << 20

  /// How many entries are read.
  static let entryLimit = 10_000

  private func open(_ flags: Int32) -> Int32 {
    guard !path.bytes.isEmpty, !path.bytes.contains(0) else {
      errno = EINVAL
      return -1
    }
    let name = path.bytes.map { CChar(bitPattern: $0) } + [0]
    return Glibc.open(name, flags | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0o600)
  }

  /// Returns the file's size after making sure that it is a regular file and ours alone.
  private func check(_ descriptor: Int32) throws(FileError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("read", errno) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(action: "use", path: path.description, reason: "not a regular file")
    }
    guard status.st_uid == geteuid() else {
      throw FileError(action: "use", path: path.description, reason: "it belongs to somebody else")
    }
    if status.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
    return Int(status.st_size)
  }

  private func failure(_ action: String, _ code: Int32) -> FileError {
    FileError(action, path, code: code)
  }

  /// Takes the lock, unless its owner seems to have stopped: one write is whole even without it.
  private static func lock(_ descriptor: Int32) {
    let deadline = Clock.now + 300 * Clock.millisecond
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0, Clock.now < deadline { usleep(1000) }
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int {
    while true {
      // SAFETY: the system reads no more than the size of the buffer.
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 || errno != EINTR { return count }
    }
  }
}
