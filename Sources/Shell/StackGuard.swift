/// Tells how much of the running thread's stack is left, so that recursion ends with a diagnostic.
struct StackGuard {
  /// What must be left for the deepest call that does not ask again.
  private static let reserve = 256 * 1024

  private let lowestAddress: UInt

  /// Creates a guard for the calling thread, whose stack has `bytes` bytes and is hardly used yet.
  init(bytes: Int) {
    lowestAddress = Self.address - UInt(max(bytes - Self.reserve, bytes / 2))
  }

  /// Whether the stack is nearly used up.
  var isExhausted: Bool { Self.address < lowestAddress }

  /// An address on the running thread's stack.
  private static var address: UInt {
    var marker: UInt8 = 0
    // SAFETY: only the address of the local is used, as a number.
    return withUnsafeMutablePointer(to: &marker) { UInt(bitPattern: $0) }
  }
}
