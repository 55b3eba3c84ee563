internal import Glibc

/// The system calls of a save, so that tests can make each of them fail.
///
/// Each closure behaves as the call of its name: -1 and `errno` mean failure.
struct SystemCalls: Sendable {
  var write: @Sendable (Int32, UnsafeRawPointer, Int) -> Int = { Glibc.write($0, $1, $2) }
  var fsync: @Sendable (Int32) -> Int32 = { Glibc.fsync($0) }
  var close: @Sendable (Int32) -> Int32 = { Glibc.close($0) }
  var rename: @Sendable (Int32, [CChar], [CChar]) -> Int32 = { Glibc.renameat($0, $1, $0, $2) }

  /// Returns the result of a call that is repeated as long as signals interrupt it.
  static func repeating<Result: BinaryInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result != -1 || errno != EINTR { return result }
    }
  }
}
