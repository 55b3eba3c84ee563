public import Files
internal import Synchronization

extension PublishedDataset {
  /// Returns the first place of a search that has the dataset, or nil.
  ///
  /// A place has it when it has the training images; what else is missing there is then an error.
  public func locate(_ search: DatasetSearch) -> (path: FilePath, origin: Dataset.Origin)? {
    guard let first = files.first else { return nil }
    return search.places(of: self).first { path(of: first, in: $0.path) != nil }
  }

  /// Loads the dataset from a directory, and verifies the contents of each file.
  ///
  /// - Parameters:
  ///   - directory: The directory that has the files.
  ///   - origin: How the directory was found.
  ///   - limit: The most images of each split, all if nil.
  ///   - scaling: How bytes become numbers.
  ///   - budget: The bytes of memory that may be used.
  public func load(
    from directory: FilePath,
    origin: Dataset.Origin,
    limit: Int? = nil,
    scaling: PixelScaling = .standard,
    budget: Int
  ) throws(DatasetError) -> Dataset {
    // The compressed files are in memory beside their contents.
    let needed = files.reduce(0) { $0 + $1.dimensions.reduce(1, *) + $1.compressedSize }
    guard needed <= budget else {
      throw .tooLarge(path: directory.description, bytes: needed, budget: budget)
    }
    let results = Mutex([Result<IDXFile, DatasetError>?](repeating: nil, count: files.count))
    // The training images take as long as all else, so two threads are enough.
    Parallel.forEach(files.count, threads: 2) { index in
      let result = Result { () throws(DatasetError) in try verified(files[index], in: directory) }
      results.withLock { $0[index] = result }
    }
    let contents = try results.withLock(\.self).compactMap(\.self).map {
      (result) throws(DatasetError) in try result.get()
    }
    return try assemble(contents, origin: origin, limit: limit, scaling: scaling, in: directory)
  }

  /// Returns the path under which a file lies in a directory, or nil.
  func path(of file: File, in directory: FilePath) -> FilePath? {
    file.candidates.map { directory.appending(FilePath($0)) }.first(where: FileReader.exists)
  }

  /// Returns the contents of a file, hashed, once its digest has been compared.
  func verified(_ file: File, in directory: FilePath) throws(DatasetError) -> IDXFile {
    let path = path(of: file, in: directory) ?? directory.appending(FilePath(file.name))
    let count = file.dimensions.reduce(1, *)
    // No compression makes the file much longer than its contents.
    let contents = try IDXFile(
      reading: path,
      rank: file.dimensions.count...file.dimensions.count,
      budget: 3 * count + 4096
    ).hashed()
    try verify(contents, as: file, path: path)
    return contents
  }

  /// Compares contents with the published digest.
  func verify(_ contents: IDXFile, as file: File, path: FilePath) throws(DatasetError) {
    let found = file.digest.digest(of: contents)
    guard found == file.digest.text else {
      throw .data(
        path: path.description,
        .wrongDigest(expected: file.digest.text, found: found)
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
