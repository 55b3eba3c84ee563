internal import Synchronization

/// The user's wish that the running statement stop; safe to set from any thread.
public final class Interruption: Sendable {
  private let flag = Atomic(false)

  /// Creates an interruption that nobody has asked for.
  public init() {}

  /// Whether the running statement is to stop as soon as it can.
  public var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// Asks the running statement to stop; harmless when nothing runs.
  public func request() { flag.store(true, ordering: .relaxed) }

  /// Forgets a request; called before a statement begins.
  public func reset() { flag.store(false, ordering: .relaxed) }
}
