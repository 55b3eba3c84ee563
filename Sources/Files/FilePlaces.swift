/// Where files belong by the environment: the cache, the history, the user's configuration.
///
/// It follows the XDG base directory specification 0.8: a variable that is empty counts as unset,
/// one that holds a relative path is ignored. A place is nil where the environment names no home.
public struct FilePlaces: Sendable {
  private let environment: [String: String]

  /// Creates the places of an environment.
  public init(environment: [String: String]) { self.environment = environment }

  /// The user's home directory.
  public var home: FilePath? { absolute("HOME") }

  /// The directory of downloaded datasets.
  public var cacheDirectory: FilePath? { directory("XDG_CACHE_HOME", ".cache") }

  /// The directory of what is kept between runs.
  public var stateDirectory: FilePath? { directory("XDG_STATE_HOME", ".local/state") }

  /// The file of the lines typed at the prompt.
  public var historyFile: FilePath? {
    if let path = value("AEREPL_HISTORY") { return expanding(FilePath(path)) }
    return stateDirectory?.appending("history")
  }

  /// The file of the cells run in notebooks.
  ///
  /// Where `AEREPL_HISTORY` names the prompt's file, this one lies beside it.
  public var kernelHistoryFile: FilePath? {
    if let path = value("AEREPL_HISTORY") { return expanding(FilePath(path + ".kernel")) }
    return stateDirectory?.appending("kernel-history")
  }

  /// The directory in which Jupyter keeps what the user installs.
  public var jupyterDataDirectory: FilePath? {
    if let path = absolute("JUPYTER_DATA_DIR") { return path }
    return (absolute("XDG_DATA_HOME") ?? home?.appending(".local/share"))?.appending("jupyter")
  }

  /// The script that runs before the first prompt.
  public var configurationFile: FilePath? {
    directory("XDG_CONFIG_HOME", ".config")?.appending("init.ae")
  }

  /// The directory in which datasets are looked for, which is only read.
  public var dataDirectory: FilePath? { value("AEREPL_DATA").map { expanding(FilePath($0)) } }

  /// Returns a path with the home directory in place of a leading `~`.
  ///
  /// Only `~` and `~/…` are known; `~name` is a file of that name.
  public func expanding(_ path: FilePath) -> FilePath {
    guard path.bytes.first == UInt8(ascii: "~"), let home else { return path }
    let rest = path.bytes.dropFirst()
    if rest.isEmpty { return home }
    guard rest.first == UInt8(ascii: "/") else { return path }
    return home.appending(FilePath(bytes: rest.drop { $0 == UInt8(ascii: "/") }))
  }

  private func value(_ name: String) -> String? {
    environment[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  private func absolute(_ name: String) -> FilePath? {
    guard let path = value(name).map(FilePath.init(_:)), path.isAbsolute else { return nil }
    return path
  }

  private func directory(_ name: String, _ fallback: FilePath) -> FilePath? {
    let base = absolute(name) ?? home?.appending(fallback)
    return base?.appending("aerepl")
  }
}
