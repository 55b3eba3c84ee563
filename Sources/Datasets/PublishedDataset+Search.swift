public import Files

extension PublishedDataset {
  /// Loads the dataset from the first place of a search that has it, or downloads it first.
  ///
  /// At most `limit` images of each split are kept, all if it is nil; `budget` is the number of
  /// bytes of memory that may be used. The closures are those of `Download.run`. A directory that
  /// turns out to hold one of the `others` under the same names is passed over, unless it was named
  /// for this dataset.
  public func load(
    _ search: DatasetSearch,
    limit: Int? = nil,
    scaling: PixelScaling = .standard,
    budget: Int,
    progress: (_ received: Int, _ total: Int) -> Void,
    shouldStop: @Sendable () -> Bool
  ) throws(DatasetError) -> Dataset {
    try load(
      search,
      others: Self.all,
      limit: limit,
      scaling: scaling,
      budget: budget,
      progress: progress,
      shouldStop: shouldStop
    )
  }

  func load(
    _ search: DatasetSearch,
    others: [PublishedDataset],
    limit: Int? = nil,
    scaling: PixelScaling = .standard,
    budget: Int,
    progress: (_ received: Int, _ total: Int) -> Void,
    shouldStop: @Sendable () -> Bool
  ) throws(DatasetError) -> Dataset {
    let records = search.cacheDirectory.map(VerificationRecords.init(in:))
    func load(_ path: FilePath, _ origin: Dataset.Origin) throws(DatasetError) -> Dataset {
      try self.load(
        from: path,
        origin: origin,
        limit: limit,
        scaling: scaling,
        budget: budget,
        records: records,
        stop: shouldStop
      )
    }
    for place in candidates(search) {
      do throws(DatasetError) {
        return try load(place.path, place.origin)
      } catch {
        guard case .data(_, .wrongDigest) = error, search.directory == nil,
          holds(oneOf: others, in: place.path)
        else { throw error }
      }
    }
    let cache = try fetch(search, progress: progress, shouldStop: shouldStop)
    return try load(cache, .download(cache))
  }

  /// Returns whether a directory has the training images of another dataset under our names.
  private func holds(oneOf others: [PublishedDataset], in directory: FilePath) -> Bool {
    others.contains { other in
      other.name != name && (try? other.verified(other.files[0], in: directory)) != nil
    }
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
