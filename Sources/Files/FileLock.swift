internal import Glibc

/// A lock that processes hold on a file, one at a time.
///
/// The system releases it when its owner ends, however that happens, so a dead owner blocks
/// nobody. It is a class because it owns the lock, which goes with it.
public final class FileLock {
  private let descriptor: Int32

  /// Takes the lock if nobody holds it, else returns nil; the file is created if it is missing.
  public init?(trying path: FilePath) throws(FileError) {
    let flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
    descriptor = try path.withCString("lock") { name in
      SystemCalls.repeating { open(name, flags, 0o600) }
    }
    guard descriptor >= 0 else { throw FileError("lock", path, code: errno) }
    if SystemCalls.repeating({ flock(descriptor, LOCK_EX | LOCK_NB) }) != 0 {
      guard errno == EWOULDBLOCK else { throw FileError("lock", path, code: errno) }
      return nil
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
