internal import Files
internal import Language

extension Diagnostic {
  /// Runs `body` and tells what went wrong with a file in words.
  static func translating<R>(_ body: () throws(FileError) -> R) throws(Diagnostic) -> R {
    do throws(FileError) { return try body() } catch { throw Diagnostic(error) }
  }

  /// Creates the words for a fault of a file.
  init(_ error: FileError) {
    guard !error.isStop else {
      self.init(.interrupted, "interrupted")
      return
    }
    self.init(.file, "cannot \(error.action) '\(error.path)': \(error.reason)")
  }
}
