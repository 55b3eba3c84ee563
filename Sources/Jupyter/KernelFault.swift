/// Why a kernel cannot start, or a kernelspec or notebook cannot be written: one sentence for the
/// user and the exit status that goes with it.
public struct KernelFault: Error, Equatable, Sendable {
  /// What was found and what was expected: lower case, no full stop.
  public var message: String

  /// The exit status: 1 where something refused to work, 2 where the call was wrong.
  public var status: Int32

  /// Creates a fault.
  public init(_ message: String, status: Int32 = 1) {
    self.message = message
    self.status = status
  }
}
