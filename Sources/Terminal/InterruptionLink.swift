internal import Shell
internal import Synchronization

/// The interruption of the session in use, for output that must not wait for ever.
///
/// The output exists before the session does, because the session is made with it.
final class InterruptionLink: Sendable {
  private let interruption = Mutex<Interruption?>(nil)

  /// Whether the running statement is to stop.
  var isRequested: Bool { interruption.withLock { $0?.isRequested ?? false } }

  /// Follows a session's interruption from now on.
  func set(_ interruption: Interruption) {
    self.interruption.withLock { $0 = interruption }
  }
}
