internal import Glibc

/// A directory of a test's own, which goes away with it.
public final class TemporaryDirectory {
  /// The absolute path.
  public let path: String

  /// Creates an empty directory.
  public init() {
    var template = "/tmp/aerepl-test-XXXXXX".utf8CString.map(\.self)
    let made = mkdtemp(&template) != nil
    precondition(made, "a test needs a directory of its own")
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit {
    // A test may have taken the permissions that removing needs.
    chmod(path, 0o700)
    Self.remove(path)
  }

  /// Returns the path of a name in the directory.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Writes a file in place, and returns its path.
  @discardableResult
  public func write(_ bytes: [UInt8], to name: String) -> String {
    let path = file(name)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    precondition(descriptor >= 0, "a test can write to its own directory")
    defer { close(descriptor) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      precondition(count > 0, "a test can write to its own directory")
      rest = rest.dropFirst(count)
    }
    return path
  }

  /// The names in the directory, in order.
  public var names: [String] { Self.names(in: path) }

  /// Returns the names in a directory below, in order.
  public func names(below name: String) -> [String] { Self.names(in: file(name)) }

  private static func names(in path: String) -> [String] {
    guard let stream = opendir(path) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let bytes = withUnsafeBytes(of: entry.pointee.d_name) { $0.prefix { $0 != 0 } + [] }
      names.append(String(decoding: bytes, as: UTF8.self))
    }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    if status.st_mode & S_IFMT == S_IFDIR {
      for name in names(in: path) { remove(path + "/" + name) }
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}
