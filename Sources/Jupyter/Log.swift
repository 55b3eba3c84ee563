internal import Glibc

/// The kernel's log: lines on standard error, which the program that started it may keep.
enum Log {
  /// Writes a line, whole or not at all.
  static func write(_ message: String) {
    let line = Array("aerepl kernel: \(message)\n".utf8)
    _ = Glibc.write(STDERR_FILENO, line, line.count)
  }
}
