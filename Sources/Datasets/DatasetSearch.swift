public import Files

/// Where the files of a dataset are looked for.
public struct DatasetSearch: Sendable {
  /// The directory that was named for this dataset; where there is one, it alone is searched.
  public var directory: FilePath?

  /// The directories that hold datasets, searched in turn and never written to.
  public var dataDirectories: [FilePath]

  /// The directory of downloads.
  public var cacheDirectory: FilePath?

  /// Whether to download what is nowhere else.
  public var allowsDownload: Bool

  /// Other mirrors than the published ones, for downloads.
  public var mirrors: [String]?

  /// Creates a search.
  public init(
    directory: FilePath? = nil,
    dataDirectories: [FilePath] = [],
    cacheDirectory: FilePath? = nil,
    allowsDownload: Bool = false,
    mirrors: [String]? = nil
  ) {
    self.directory = directory
    self.dataDirectories = dataDirectories
    self.cacheDirectory = cacheDirectory
    self.allowsDownload = allowsDownload
    self.mirrors = mirrors
  }

  /// Returns the directories in which a dataset may lie, in the order of the search.
  public func places(of dataset: PublishedDataset) -> [(path: FilePath, origin: Dataset.Origin)] {
    let named = directory.map { [$0] } ?? dataDirectories
    let places = named.flatMap { base in
      dataset.folders.map { folder -> (path: FilePath, origin: Dataset.Origin) in
        let path = folder == "." ? base : base.appending(folder)
        return (path, .directory(path))
      }
    }
    guard directory == nil, let cache = cache(of: dataset) else { return places }
    return places + [(cache, .cache(cache))]
  }

  /// Returns the directory in which the downloads of a dataset are kept.
  public func cache(of dataset: PublishedDataset) -> FilePath? {
    cacheDirectory?.appending(FilePath(dataset.name))
  }
}
