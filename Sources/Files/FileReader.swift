internal import Glibc

/// Reads whole regular files of bounded size.
///
/// Opening never blocks: pipes, devices, sockets and directories are refused. Files are read, not
/// mapped, because a mapped file that shrinks ends the process.
public enum FileReader {
  /// Returns the contents of a file of at most `limit` bytes.
  ///
  /// A file that changes in place meanwhile is refused; one that is replaced gives its old
  /// contents, whole. Where `stop`, which is asked every few megabytes, says so, the error is one
  /// that `isStop`.
  public static func read(
    _ path: FilePath,
    limit: Int,
    stop: () -> Bool = { false }
  ) throws(FileError) -> [UInt8] {
    try readIdentified(path, limit: limit, stop: stop).bytes
  }

  /// Returns the contents of a file of at most `limit` bytes, and which file they are of.
  public static func readIdentified(
    _ path: FilePath,
    limit: Int,
    stop: () -> Bool = { false }
  ) throws(FileError) -> (bytes: [UInt8], identity: FileIdentity) {
    let descriptor = try open(path)
    defer { close(descriptor) }
    let before = try status(of: descriptor, path)
    // O_NONBLOCK has done its work in the open; on a regular file it means nothing.
    guard before.st_mode & S_IFMT == S_IFREG else {
      let isDirectory = before.st_mode & S_IFMT == S_IFDIR
      throw isDirectory
        ? FileError("read", path, code: EISDIR) : FileError("read", path, "not a regular file")
    }
    let size = Int(before.st_size)
    guard size <= limit else {
      throw FileError("read", path, "\(size) bytes, more than \(limit)", code: EFBIG)
    }
    let bytes = try contents(of: descriptor, size: size, path, stop: stop)
    let after = try status(of: descriptor, path)
    guard bytes.count == size, FileIdentity(after).hasContents(of: FileIdentity(before)) else {
      throw FileError("read", path, "the file changed while it was read")
    }
    return (bytes, FileIdentity(after))
  }

  /// Returns the first bytes of a regular file: `count` of them, or fewer where it is shorter.
  public static func start(of path: FilePath, count: Int) throws(FileError) -> [UInt8] {
    let descriptor = try open(path)
    defer { close(descriptor) }
    guard try status(of: descriptor, path).st_mode & S_IFMT == S_IFREG else {
      throw FileError("read", path, "not a regular file")
    }
    return Array(try contents(of: descriptor, size: count, path).prefix(count))
  }

  /// Returns whether something stands at a path, links followed.
  public static func exists(_ path: FilePath) -> Bool {
    let status = try? path.withCString("read") { access($0, F_OK) }
    return status == 0
  }

  /// The most bytes that are read at once: some milliseconds of a fast disk.
  private static let readSize = 16 << 20

  private static func open(_ path: FilePath) throws(FileError) -> Int32 {
    let flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC
    let descriptor = try path.withCString("read") { name in
      SystemCalls.repeating { Glibc.open(name, flags) }
    }
    guard descriptor >= 0 else {
      // What the system says of a socket, which nothing can open.
      if errno == ENXIO { throw FileError("read", path, "not a regular file") }
      throw FileError("read", path, code: errno)
    }
    return descriptor
  }

  private static func status(of descriptor: Int32, _ path: FilePath) throws(FileError) -> stat {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError("read", path, code: errno) }
    return status
  }

  /// Reads to the end of the file, but at most one byte beyond `size`.
  private static func contents(
    of descriptor: Int32,
    size: Int,
    _ path: FilePath,
    stop: () -> Bool = { false }
  ) throws(FileError) -> [UInt8] {
    var failure: Int32?
    // SAFETY: `count` says how many bytes the system has written.
    let bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      LargePages.request(for: UnsafeMutableRawBufferPointer(buffer))
      count = 0
      while count <= size {
        if stop() {
          failure = ECANCELED
          return
        }
        let rest = UnsafeMutableBufferPointer(rebasing: buffer[count...].prefix(readSize))
        let got = SystemCalls.repeating { Glibc.read(descriptor, rest.baseAddress, rest.count) }
        if got < 0 { failure = errno }
        if got <= 0 { return }
        count += got
      }
    }
    if let failure { throw FileError("read", path, code: failure) }
    return bytes
  }
}
