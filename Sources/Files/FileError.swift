internal import Glibc

/// What went wrong with a file, with the facts that a message needs.
public struct FileError: Error, Equatable, Sendable {
  /// What was being done, such as `read` or `write`.
  public var action: String

  /// The path, as the user gave it.
  public var path: String

  /// The system's reason: lower case, no full stop.
  public var reason: String

  /// The system's error number, such as `ENOSPC`, where it was the system that refused.
  public var code: Int32?

  /// Creates an error.
  public init(action: String, path: String, reason: String, code: Int32? = nil) {
    self.action = action
    self.path = path
    self.reason = reason
    self.code = code
  }
}

extension FileError {
  /// Creates an error from a system error number, in the system's words.
  public init(_ action: String, _ path: FilePath, code: Int32) {
    self.init(
      action: action,
      path: path.description,
      reason: Self.reason(for: code),
      code: code
    )
  }

  /// Creates an error that the system knows nothing of.
  init(_ action: String, _ path: FilePath, _ reason: String, code: Int32? = nil) {
    self.init(action: action, path: path.description, reason: reason, code: code)
  }

  /// Whether nothing went wrong, but the work was told to stop.
  public var isStop: Bool { code == ECANCELED }

  /// Returns the system's words for an error number, beginning in lower case: `no such file …`.
  public static func reason(for code: Int32) -> String {
    guard let words = strerror(code) else { return "error \(code)" }
    let text = String(cString: words)
    // An upper-case abbreviation such as `RPC version wrong` keeps its capitals.
    guard let first = text.first, text.dropFirst().first?.isLowercase ?? false else { return text }
    return first.lowercased() + text.dropFirst()
  }
}
