public import Files

/// Gets the files of a published dataset into the cache, verified.
///
/// A file appears under its name only when its contents have been compared with the published
/// digest. Two downloads at once are safe, in one process or several: the second waits for the
/// first and finds its files.
public struct Download: Sendable {
  /// The times that a download may take, in seconds.
  public struct Limits: Sendable {
    /// The whole download.
    public var total = 900.0

    /// A connection, until it stands.
    public var connection = 10.0

    /// Silence of a server.
    public var stall = 30.0

    /// Another process that downloads the same; after that both do, which harms nobody.
    public var lock = 120.0

    /// The wait before a second try, doubled before a third.
    public var pause = 1.0

    /// Creates the usual limits.
    public init() {}
  }

  private let dataset: PublishedDataset
  private let cache: FilePath
  private let mirrors: [String]
  private let allowsHTTP: Bool
  private let limits: Limits

  /// Creates a download into a directory, from the published mirrors.
  ///
  /// Both the directory and the one above it are ours: links to others are refused, and so are
  /// other people's to which everybody may write.
  public init(_ dataset: PublishedDataset, into cache: FilePath, limits: Limits = Limits()) {
    self.init(dataset, into: cache, mirrors: dataset.mirrors, allowsHTTP: false, limits: limits)
  }

  /// Creates a download from other mirrors: addresses of directories, which may be of plain HTTP.
  public init(
    _ dataset: PublishedDataset,
    into cache: FilePath,
    mirrors: [String],
    limits: Limits = Limits()
  ) {
    self.init(dataset, into: cache, mirrors: mirrors, allowsHTTP: true, limits: limits)
  }

  private init(
    _ dataset: PublishedDataset,
    into cache: FilePath,
    mirrors: [String],
    allowsHTTP: Bool,
    limits: Limits
  ) {
    self.dataset = dataset
    self.cache = cache
    self.mirrors = mirrors
    self.allowsHTTP = allowsHTTP
    self.limits = limits
  }

  /// Downloads what the cache lacks or has in another form.
  ///
  /// `progress` is told how many bytes of how many have come, and `shouldStop` is asked at least
  /// ten times a second whether to give up; both on the caller's thread.
  public func run(
    progress: (_ received: Int, _ total: Int) -> Void,
    shouldStop: () -> Bool
  ) throws(DatasetError) {
    let deadline = MonotonicClock.now + limits.total
    let lock = try prepareCache(deadline: deadline, shouldStop: shouldStop)
    defer { withExtendedLifetime(lock) {} }
    let missing = dataset.files.filter { !isVerified($0) }
    guard !missing.isEmpty else { return }
    guard let library = HTTPLibrary() else {
      throw failure(.noLibrary(packages: HTTPLibrary.packages))
    }
    let total = missing.reduce(0) { $0 + $1.compressedSize }
    var done = 0
    for file in missing {
      let fetch = MirrorFetch(
        file: file,
        urls: mirrors.map { $0 + file.compressedName },
        allowsHTTP: allowsHTTP,
        limits: limits,
        deadline: deadline,
        library: library
      )
      let bytes: [UInt8]
      do throws(DownloadError) {
        bytes = try fetch.run(progress: { progress(done + $0, total) }, shouldStop: shouldStop)
      } catch {
        throw failure(error)
      }
      try store(bytes, as: file)
      done += file.compressedSize
      progress(done, total)
    }
  }

  private func isVerified(_ file: PublishedDataset.File) -> Bool {
    (try? dataset.verified(file, in: cache)) != nil
  }

  private func prepareCache(
    deadline: Double,
    shouldStop: () -> Bool
  ) throws(DatasetError) -> FileLock? {
    let patience = min(deadline, MonotonicClock.now + limits.lock)
    let path = cache.appending(".lock")
    do throws(FileError) {
      // Whoever may write to the directory above could put another one in this one's place.
      try PrivateDirectory.prepare(cache.parent)
      try PrivateDirectory.prepare(cache)
      while !shouldStop() {
        if let lock = try FileLock(trying: path) { return lock }
        guard MonotonicClock.now < patience else { return nil }
        MonotonicClock.sleep(0.05)
      }
    } catch {
      throw .file(error)
    }
    throw failure(.stopped)
  }

  /// Puts a verified file into the cache, and removes what would be found before it.
  private func store(
    _ bytes: [UInt8],
    as file: PublishedDataset.File
  ) throws(DatasetError) {
    do throws(FileError) {
      for name in file.candidates {
        try FileRemover.remove(cache.appending(FilePath(name)))
      }
      try AtomicFile.write(bytes, to: cache.appending(FilePath(file.compressedName)))
    } catch {
      throw .file(error)
    }
  }

  private func failure(_ error: DownloadError) -> DatasetError {
    // Files that came but are not the published ones are faults of data, not of the network.
    if case .failed(let attempts) = error {
      for attempt in attempts {
        if case .contents(let fault) = attempt.reason { return .data(path: attempt.url, fault) }
      }
    }
    return .download(name: dataset.name, error)
  }
}
