/// What a session is given at its start.
public struct SessionOptions: Sendable {
  /// The seed of all random streams.
  public var seed: UInt64 = 0

  /// The number of worker threads; nil for one for each processor.
  public var threads: Int?

  /// The folder that datasets are looked for in first.
  public var dataDirectory: String?

  /// Whether lines that begin with `!` may start processes.
  public var allowsShell = true

  /// Whether a script goes on after an error.
  public var keepsGoing = false

  /// The script's arguments, its `args`.
  public var arguments: [String] = []

  /// The environment, by variable name.
  public var environment: [String: String] = [:]

  /// The size of the stack of the thread that runs the session, in bytes; what may recurse stops
  /// before it is used up.
  public var stackBytes = 1 << 20

  /// Creates the options of a plain run.
  public init() {}
}
