public import Files
internal import Synchronization

extension PublishedDataset {
  /// Returns the first place of a search that has the dataset, or nil.
  ///
  /// A directory of the user's has it when it has the training images; what else is missing there
  /// is then an error. The cache has it only when it has all files, for a download may have been
  /// cut off.
  public func locate(_ search: DatasetSearch) -> (path: FilePath, origin: Dataset.Origin)? {
    candidates(search).first
  }

  /// Returns all places of a search that have the dataset, in the order of the search.
  func candidates(_ search: DatasetSearch) -> [(path: FilePath, origin: Dataset.Origin)] {
    search.places(of: self).filter { place in
      let needed = if case .cache = place.origin { files[...] } else { files.prefix(1) }
      return needed.allSatisfy { path(of: $0, in: place.path) != nil }
    }
  }

  /// Loads the dataset from a directory, and verifies the contents of each file.
  ///
  /// At most `limit` images of each split are kept, all if it is nil; `budget` is the number of
  /// bytes of memory that may be used. Plain files that the `records` know are not hashed again.
  /// `stop` is asked as the work goes on, by every thread.
  public func load(
    from directory: FilePath,
    origin: Dataset.Origin,
    limit: Int? = nil,
    scaling: PixelScaling = .standard,
    budget: Int,
    records: VerificationRecords? = nil,
    stop: @Sendable () -> Bool = { false }
  ) throws(DatasetError) -> Dataset {
    // The compressed files are in memory beside their contents.
    let needed = files.reduce(0) { $0 + $1.dimensions.reduce(1, *) + $1.compressedSize }
    guard needed <= budget else {
      throw .tooLarge(path: directory.description, bytes: needed, budget: budget)
    }
    let results = Mutex([Result<IDXFile, DatasetError>?](repeating: nil, count: files.count))
    // The training images take as long as all else, so two threads are enough.
    Parallel.forEach(files.count, threads: 2) { index in
      let result = Result { () throws(DatasetError) in
        try verified(files[index], in: directory, records, stop: stop)
      }
      results.withLock { $0[index] = result }
    }
    let contents = try results.withLock(\.self).compactMap(\.self).map {
      (result) throws(DatasetError) in try result.get()
    }
    records?.add(newRecords(of: contents, beside: records))
    return try assemble(contents, origin: origin, limit: limit, scaling: scaling, in: directory)
  }

  /// Returns the path under which a file lies in a directory, or nil.
  func path(of file: File, in directory: FilePath) -> FilePath? {
    file.candidates.map { directory.appending(FilePath($0)) }.first(where: FileReader.exists)
  }

  /// Returns the contents of a file, hashed, once its digest has been compared.
  func verified(
    _ file: File,
    in directory: FilePath,
    _ records: VerificationRecords? = nil,
    stop: @Sendable () -> Bool = { false }
  ) throws(DatasetError) -> IDXFile {
    let path = path(of: file, in: directory) ?? directory.appending(FilePath(file.name))
    let read = try withoutActuallyEscaping(stop) { (stop) throws(DatasetError) in
      try IDXFile(reading: path, rank: file.rank, budget: file.budget, stop: stop)
    }
    let known = read.identity.flatMap { identity in
      records?.sha256(of: identity, verifiedAs: file.digest.text)
    }
    if let known { return read.withDigest(known) }
    let contents = read.hashed(stop: stop)
    // A digest of a part says nothing.
    if stop() { throw .interrupted }
    if let fault = file.fault(in: contents) { throw .data(path: path.description, fault) }
    return contents
  }

  /// Returns what can be said of verified files that the records do not know.
  private func newRecords(
    of contents: [IDXFile],
    beside records: VerificationRecords?
  ) -> [VerificationRecords.Record] {
    zip(files, contents).compactMap { file, contents in
      guard let identity = contents.identity, identity.isSettled,
        records?.sha256(of: identity, verifiedAs: file.digest.text) == nil
      else { return nil }
      return VerificationRecords.Record(
        identity: identity,
        published: file.digest.text,
        sha256: contents.sha256
      )
    }
  }

  private func assemble(
    _ contents: [IDXFile],
    origin: Dataset.Origin,
    limit: Int?,
    scaling: PixelScaling,
    in directory: FilePath
  ) throws(DatasetError) -> Dataset {
    let sets = try [0, 2].map { (index) throws(DatasetError) in
      try ImageSet(
        images: contents[index].prefix(limit),
        labels: contents[index + 1].prefix(limit),
        classes: classes,
        paths: (directory, directory),
        scaling: scaling
      )
    }
    return Dataset(name: name, origin: origin, train: sets[0], test: sets[1], scaling: scaling)
  }
}

extension PublishedDataset.File {
  /// Returns what is wrong with a file that was downloaded, or nil.
  func fault(in bytes: [UInt8]) -> DataFault? {
    do throws(DatasetError) {
      let path = FilePath(compressedName)
      return fault(in: try IDXFile(contents: bytes, path: path, rank: rank, budget: budget))
    } catch {
      if case .data(_, let fault) = error { return fault }
      // The header promises more than the published file has.
      return .longer(expected: dimensions.reduce(1, *))
    }
  }

  fileprivate var rank: ClosedRange<Int> { dimensions.count...dimensions.count }

  /// The memory for the file and its contents; no compression makes it much longer than these.
  fileprivate var budget: Int { 3 * dimensions.reduce(1, *) + 4096 }

  fileprivate func fault(in contents: IDXFile) -> DataFault? {
    let found = digest.digest(of: contents)
    return found == digest.text ? nil : .wrongDigest(expected: digest.text, found: found)
  }
}
