/// Why a download failed.
public enum DownloadError: Error, Equatable, Sendable {
  /// The system has no libcurl; one of these Debian packages has it.
  case noLibrary(packages: [String])
  /// Each mirror failed, for the reason of its last try.
  case failed([Attempt])
  /// It was asked to stop.
  case stopped

  /// What became of one address.
  public struct Attempt: Equatable, Sendable {
    /// The address.
    public let url: String

    /// Why it gave no file.
    public let reason: Reason
  }

  /// Why an address gave no file.
  public enum Reason: Equatable, Sendable {
    /// The server answered with this HTTP status.
    case status(Int)
    /// There was no connection, in libcurl's words.
    case unreachable(String)
    /// The transfer broke off, in libcurl's words.
    case broken(String)
    /// The server sent nothing for so long.
    case stalled(seconds: Double)
    /// The time for the whole download was over.
    case outOfTime(seconds: Double)
    /// The answer has another number of bytes than the published file; more are not counted.
    case wrongSize(expected: Int, found: Int)
    /// The answer leads from one address to the next too often.
    case tooManyRedirections(limit: Int)
    /// The answer leads to another host, or to a protocol that is not allowed.
    case forbiddenRedirection(to: String)
    /// The file is not the published one.
    case contents(DataFault)
  }
}
