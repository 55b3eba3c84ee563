internal import Glibc

/// The place that a save writes to: an open directory, a name in it, and what stands there now.
///
/// It is a class because it owns the descriptor of the directory.
final class SaveTarget {
  let directory: Int32

  /// The name within the directory, terminated by zero.
  let name: [CChar]

  /// The permissions of the file that stands there, if one does.
  let mode: mode_t?

  /// The most links followed, as in the kernel.
  private static let linkLimit = 40

  init(resolving path: FilePath) throws(FileError) {
    let resolved = try Self.resolvingLinks(path)
    guard !resolved.name.isEmpty, resolved.bytes.last != UInt8(ascii: "/"),
      resolved.name != [UInt8](".".utf8), resolved.name != [UInt8]("..".utf8)
    else { throw FileError("write", path, code: EISDIR) }
    name = resolved.name.map { CChar(bitPattern: $0) } + [0]
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
    directory = try resolved.parent.withCString("write") { parent in
      SystemCalls.repeating { open(parent, flags) }
    }
    guard directory >= 0 else {
      mode = nil
      throw FileError("write", path, code: errno)
    }
    do throws(FileError) {
      mode = try Self.mode(of: name, in: directory, path: path)
    } catch {
      mode = nil
      throw error
    }
  }

  deinit { if directory >= 0 { close(directory) } }

  private static func resolvingLinks(_ path: FilePath) throws(FileError) -> FilePath {
    var path = path
    for _ in 0..<linkLimit {
      var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
      let count = try path.withCString("write") { readlink($0, &buffer, buffer.count) }
      // Whatever is no link, or is not there, is the target itself.
      guard count >= 0 else { return path }
      let link = FilePath(bytes: buffer.prefix(count).map { UInt8(bitPattern: $0) })
      path = path.parent.appending(link)
    }
    throw FileError("write", path, code: ELOOP)
  }

  private static func mode(
    of name: [CChar],
    in directory: Int32,
    path: FilePath
  ) throws(FileError) -> mode_t? {
    var status = stat()
    if fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) != 0 {
      if errno == ENOENT { return nil }
      throw FileError("write", path, code: errno)
    }
    let kind = status.st_mode & S_IFMT
    if kind == S_IFDIR { throw FileError("write", path, code: EISDIR) }
    guard kind == S_IFREG else { throw FileError("write", path, "not a regular file") }
    // A rename would replace a read-only file without asking.
    if faccessat(directory, name, W_OK, AT_EACCESS) != 0 {
      throw FileError("write", path, code: errno)
    }
    return status.st_mode & 0o7777
  }
}
