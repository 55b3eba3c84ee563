internal import Glibc

/// A file being written beside its target, which it replaces as a whole or not at all.
///
/// The bytes go to a temporary file in the target's directory; `commit` makes them durable and
/// renames. A target that is a symbolic link is followed, an old file's permissions are kept, and
/// anything but a regular file is refused. It is a class because it owns the temporary file, which
/// goes away with it unless committed.
public final class AtomicFile {
  private let path: FilePath
  private let target: SaveTarget
  private let calls: SystemCalls
  private var descriptor: Int32
  private let temporary: [CChar]
  private var isPending = true

  /// Creates the temporary file, and removes those which dead processes left for the same target.
  public convenience init(replacing path: FilePath) throws(FileError) {
    try self.init(replacing: path, calls: SystemCalls())
  }

  init(replacing path: FilePath, calls: SystemCalls) throws(FileError) {
    let target = try SaveTarget(resolving: path)
    TemporaryName.sweep(directory: target.directory, target: target.name)
    self.path = path
    self.target = target
    self.calls = calls
    let (descriptor, temporary) = try Self.createTemporary(for: target, path: path)
    self.descriptor = descriptor
    self.temporary = temporary
    if let mode = target.mode, fchmod(descriptor, mode) != 0 { throw failure() }
  }

  deinit {
    if descriptor >= 0 { _ = calls.close(descriptor) }
    if isPending { unlinkat(target.directory, temporary, 0) }
  }

  /// Writes a whole file at once.
  ///
  /// Where `stop`, which is asked every few megabytes, says so, the old file stays and the error is
  /// one that `isStop`.
  public static func write(
    _ bytes: [UInt8],
    to path: FilePath,
    stop: () -> Bool = { false }
  ) throws(FileError) {
    let file = try AtomicFile(replacing: path)
    for start in stride(from: 0, to: bytes.count, by: pieceSize) {
      if stop() { break }
      try file.append(Array(bytes[start..<min(start + pieceSize, bytes.count)]))
    }
    if stop() { throw FileError("write", path, code: ECANCELED) }
    try file.commit()
  }

  private static let pieceSize = 8 << 20

  /// Appends bytes.
  public func append(_ bytes: [UInt8]) throws(FileError) {
    var error: FileError?
    // SAFETY: the bytes are written within the call.
    bytes.withUnsafeBytes { buffer in
      do throws(FileError) { try append(buffer) } catch let thrown { error = thrown }
    }
    if let error { throw error }
  }

  /// Appends bytes from memory.
  public func append(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let buffer = UnsafeRawBufferPointer(rebasing: rest)
      // SAFETY: the buffer is not empty, so it has an address.
      let start = buffer.baseAddress.unsafelyUnwrapped
      let count = SystemCalls.repeating { calls.write(descriptor, start, buffer.count) }
      if count < 0 { throw failure() }
      // A device that takes nothing and reports no error would keep us here for ever.
      guard count > 0 else { throw FileError("write", path, code: EIO) }
      rest = rest.dropFirst(count)
    }
  }

  /// Puts the written bytes in the target's place; only after that is the save a success.
  ///
  /// A failed `fsync` is final: the kernel may have dropped the pages, so a second call that
  /// succeeds would prove nothing.
  public func commit() throws(FileError) {
    precondition(isPending, "a file is committed once")
    if SystemCalls.repeating({ calls.fsync(descriptor) }) != 0 { throw failure() }
    let closing = descriptor
    descriptor = -1
    // Linux releases the descriptor also when a signal interrupts the call.
    if calls.close(closing) != 0, errno != EINTR { throw failure() }
    if calls.rename(target.directory, temporary, target.name) != 0 { throw failure() }
    isPending = false
    // Some file systems cannot synchronise a directory and say EINVAL.
    if SystemCalls.repeating({ calls.fsync(target.directory) }) != 0, errno != EINVAL {
      throw failure()
    }
  }

  private func failure() -> FileError { FileError("write", path, code: errno) }

  private static func createTemporary(
    for target: SaveTarget,
    path: FilePath
  ) throws(FileError) -> (Int32, [CChar]) {
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    // A name that is taken is drawn again; each has 64 random bits.
    for _ in 0..<8 {
      let name = TemporaryName.make(target: target.name)
      let mode = target.mode ?? 0o666
      let descriptor = SystemCalls.repeating { openat(target.directory, name, flags, mode) }
      if descriptor >= 0 { return (descriptor, name) }
      guard errno == EEXIST else { break }
    }
    throw FileError("write", path, code: errno)
  }
}
