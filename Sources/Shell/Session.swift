public import Language

/// One conversation: variables, objects such as model and dataset, and the evaluation of scripts.
///
/// An ordinary instance without globals: two sessions may live in one process. It is synchronous
/// and belongs to one thread at a time; only `interruption` may be touched from elsewhere.
public final class Session {
  /// How a text is run.
  public enum Mode: Sendable {
    /// A whole file: it stops at the first error.
    case script
    /// An entry at a prompt: aliases count.
    case entry
  }

  /// The wish to stop, which any thread may set.
  public let interruption = Interruption()

  private let host: any SessionHost

  /// Creates a session that shows its events to a host.
  public init(host: any SessionHost) { self.host = host }

  /// Parses, checks and runs a text; all output, diagnostics included, goes to the host.
  public func run(_ source: SourceText, mode: Mode) -> Outcome { .finished }

  /// Returns whether a text can run as it is.
  public func completeness(of text: String) -> Completeness { .complete }

  /// Returns what could stand at an offset, in code points, of a text.
  public func completion(of text: String, at offset: Int) -> Completion {
    Completion(start: offset, end: offset, candidates: [])
  }
}
