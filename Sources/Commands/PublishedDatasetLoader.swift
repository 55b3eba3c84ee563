internal import Datasets
internal import Files
internal import Language
internal import Shell

/// Finds a published dataset by the user's wishes, downloads it if need be, and loads it.
struct PublishedDatasetLoader {
  let dataset: PublishedDataset
  let directory: Path?
  let limit: Int?
  let scaling: PixelScaling
  let downloads: Bool

  /// Returns the dataset, or throws where it cannot be had.
  func load(in context: Context) throws(Diagnostic) -> Dataset {
    let search = search(in: context)
    guard let place = dataset.locate(search) else {
      return try download(in: context, search)
    }
    do throws(DatasetError) {
      return try load(from: place.path, place.origin, in: context)
    } catch {
      // What lies in the cache is ours to replace; other folders are only read.
      guard case .cache = place.origin, case .data = error, downloads else {
        throw Diagnostic(error)
      }
      return try download(in: context, search)
    }
  }

  private func search(in context: Context) -> DatasetSearch {
    let places = context.places
    let named = context.session.options.dataDirectory.map { places.expanding(FilePath($0)) }
    return DatasetSearch(
      directory: directory.map(context.expand),
      dataDirectories: [named, places.dataDirectory].compactMap(\.self),
      cacheDirectory: places.cacheDirectory
    )
  }

  private func load(from path: FilePath, _ origin: Dataset.Origin, in context: Context)
    throws(DatasetError) -> Dataset
  {
    try dataset.load(
      from: path,
      origin: origin,
      limit: limit,
      scaling: scaling,
      budget: context.session.budget.bytes
    )
  }

  private func download(in context: Context, _ search: DatasetSearch) throws(Diagnostic) -> Dataset
  {
    guard downloads, directory == nil else {
      let searched = search.places(of: dataset).map(\.path.description)
      throw Diagnostic(DatasetError.notFound(name: dataset.name, searched: searched))
    }
    guard let cache = search.cache(of: dataset) else {
      throw Diagnostic(DatasetError.noCache(name: dataset.name))
    }
    context.emit(.text("downloading \(dataset.name) to \(cache)\n", .error))
    let report = DownloadReporter(context: context, title: "downloading \(dataset.name)")
    defer { report.finish() }
    return try Diagnostic.translating { () throws(DatasetError) in
      try Download(dataset, into: cache).run(
        progress: report.show,
        shouldStop: { context.isInterrupted }
      )
      return try load(from: cache, .download(cache), in: context)
    }
  }
}

/// Shows how much of a download has come.
private struct DownloadReporter {
  let context: Context
  let title: String
  private let identifier: Int

  init(context: Context, title: String) {
    self.context = context
    self.title = title
    identifier = context.workbench.makeProgressIdentifier()
  }

  func show(received: Int, total: Int) {
    emit(received, total, isFinished: false)
  }

  func finish() { emit(0, 0, isFinished: true) }

  private func emit(_ received: Int, _ total: Int, isFinished: Bool) {
    context.emit(
      .progress(
        Progress(
          identifier: identifier,
          title: title,
          completed: received,
          total: total,
          unit: "byte",
          isFinished: isFinished
        )
      )
    )
  }
}
