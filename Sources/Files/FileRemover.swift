internal import Glibc

/// Removes files.
public enum FileRemover {
  /// Removes what stands at a path, be it a file, a link or a pipe; nothing is no error.
  public static func remove(_ path: FilePath) throws(FileError) {
    let status = try path.withCString("remove") { unlink($0) }
    guard status == 0 || errno == ENOENT else { throw FileError("remove", path, code: errno) }
  }
}
