public import Files

extension PublishedDataset {
  /// Loads the dataset from the first place of a search that has it, or downloads it first.
  ///
  /// At most `limit` images of each split are kept, all if it is nil; `budget` is the number of
  /// bytes of memory that may be used. The closures are those of `Download.run`.
  public func load(
    _ search: DatasetSearch,
    limit: Int? = nil,
    scaling: PixelScaling = .standard,
    budget: Int,
    progress: (_ received: Int, _ total: Int) -> Void,
    shouldStop: () -> Bool
  ) throws(DatasetError) -> Dataset {
    let place: (path: FilePath, origin: Dataset.Origin)
    if let found = locate(search) {
      place = found
    } else {
      let cache = try fetch(search, progress: progress, shouldStop: shouldStop)
      place = (cache, .download(cache))
    }
    return try load(
      from: place.path,
      origin: place.origin,
      limit: limit,
      scaling: scaling,
      budget: budget,
      records: search.cacheDirectory.map(VerificationRecords.init(in:))
    )
  }

  /// Downloads what the cache lacks or has damaged, and returns the directory of the files.
  public func fetch(
    _ search: DatasetSearch,
    progress: (_ received: Int, _ total: Int) -> Void,
    shouldStop: () -> Bool
  ) throws(DatasetError) -> FilePath {
    guard search.allowsDownload, search.directory == nil else {
      throw .notFound(name: name, searched: search.places(of: self).map(\.path.description))
    }
    guard let cache = search.cache(of: self) else { throw .noCache(name: name) }
    let download =
      search.mirrors.map { Download(self, into: cache, mirrors: $0) }
      ?? Download(self, into: cache)
    try download.run(progress: progress, shouldStop: shouldStop)
    return cache
  }
}
