/// What went wrong with a file, with the facts that a message needs.
public struct FileError: Error, Equatable, Sendable {
  /// What was being done, such as `read` or `write`.
  public var action: String

  /// The path, as the user gave it.
  public var path: String

  /// The system's reason: lower case, no full stop.
  public var reason: String

  /// Creates an error.
  public init(action: String, path: String, reason: String) {
    self.action = action
    self.path = path
    self.reason = reason
  }
}
