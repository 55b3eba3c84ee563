public import Files

/// Why a dataset could not be loaded.
public enum DatasetError: Error, Equatable, Sendable {
  /// A file could not be read or written.
  case file(FileError)
  /// A file's contents are wrong.
  case data(path: String, DataFault)
  /// The dataset needs more memory than there is for it.
  case tooLarge(path: String, bytes: Int, budget: Int)
  /// There is no dataset of that name.
  case unknownName(String, known: [String])
  /// The dataset's files are in none of these directories.
  case notFound(name: String, searched: [String])
  /// The environment names no directory to keep downloads in.
  case noCache(name: String)
  /// The user wanted to stop.
  case interrupted
  /// A download failed.
  case download(name: String, DownloadError)
}
