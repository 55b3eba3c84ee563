internal import Glibc

/// Lists directories.
public enum DirectoryReader {
  /// Returns the names in a directory without `.` and `..`, in the order of their bytes.
  ///
  /// More than `limit` of them are an error.
  public static func names(in path: FilePath, limit: Int) throws(FileError) -> [FilePath] {
    let flags = O_RDONLY | O_DIRECTORY | O_NONBLOCK | O_CLOEXEC
    let descriptor = try path.withCString("read") { name in
      SystemCalls.repeating { open(name, flags) }
    }
    guard descriptor >= 0 else { throw FileError("read", path, code: errno) }
    guard let stream = fdopendir(descriptor) else {
      let code = errno
      close(descriptor)
      throw FileError("read", path, code: code)
    }
    defer { closedir(stream) }
    var names: [FilePath] = []
    while let entry = readdir(stream) {
      // SAFETY: the entry is valid until the next readdir, and the name ends with zero.
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        FilePath(bytes: $0.prefix { $0 != 0 })
      }
      if name == "." || name == ".." { continue }
      guard names.count < limit else { throw FileError("read", path, code: EFBIG) }
      names.append(name)
    }
    return names.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
  }

  /// Returns whether a directory stands at a path, links followed.
  public static func isDirectory(_ path: FilePath) -> Bool {
    var status = stat()
    let code = try? path.withCString("read") { stat($0, &status) }
    return code == 0 && status.st_mode & S_IFMT == S_IFDIR
  }
}
