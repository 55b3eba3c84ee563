internal import Glibc

/// Directories of our own, which nobody else may write to.
public enum PrivateDirectory {
  /// Makes sure that a directory exists and is safe to write to.
  ///
  /// What is missing on the way is created with mode 0700. A last component that is a link or no
  /// directory is refused, and so is somebody else's directory that everybody may write to.
  public static func prepare(_ path: FilePath) throws(FileError) {
    try create(path)
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let descriptor = try path.withCString("write") { name in
      SystemCalls.repeating { open(name, flags) }
    }
    guard descriptor >= 0 else { throw FileError("write", path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw FileError("write", path, code: errno) }
    let isOurs = status.st_uid == geteuid()
    guard isOurs || status.st_mode & S_IWOTH == 0 else {
      throw FileError("write", path, "the directory belongs to others and all may write to it")
    }
    guard faccessat(descriptor, ".", W_OK, AT_EACCESS) == 0 else {
      throw FileError("write", path, code: errno)
    }
  }

  private static func create(_ path: FilePath) throws(FileError) {
    let made = try path.withCString("write") { mkdir($0, 0o700) }
    if made == 0 || errno == EEXIST { return }
    let code = errno
    let parent = path.parent
    guard code == ENOENT, parent != path else { throw FileError("write", path, code: code) }
    try create(parent)
    let again = try path.withCString("write") { mkdir($0, 0o700) }
    guard again == 0 || errno == EEXIST else { throw FileError("write", path, code: errno) }
  }
}
