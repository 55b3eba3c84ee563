internal import Files
internal import Glibc
internal import Language
internal import Shell
internal import Tensors

extension Context {
  /// Returns the contents of a file, within the memory that is free.
  func read(_ path: Path) throws(Diagnostic) -> [UInt8] {
    let budget = min(session.budget.bytes, Memory.available) / 2
    do throws(FileError) {
      return try FileReader.read(expand(path), limit: budget, stop: session.budget.isSpent)
    } catch {
      guard error.code == EFBIG else { throw Diagnostic(error) }
      throw Diagnostic(.limit, "cannot read '\(path.text)': \(error.reason), which are free")
    }
  }
}
