internal import Datasets
internal import Files
internal import Language
internal import Shell

/// Finds a published dataset by the user's wishes, downloads it if need be, and loads it.
struct PublishedDatasetLoader {
  let dataset: PublishedDataset
  let directory: FilePath?
  let limit: Int?
  let scaling: PixelScaling
  let downloads: Bool

  /// Returns the dataset, or throws where it cannot be had.
  func load(in context: Context) throws(Diagnostic) -> Dataset {
    let report = DownloadReporter(context: context, dataset: dataset.name)
    defer { report.finish() }
    return try Diagnostic.translating { () throws(DatasetError) in
      try dataset.load(
        search(in: context),
        limit: limit,
        scaling: scaling,
        budget: context.session.budget.bytes,
        progress: report.show,
        shouldStop: context.session.budget.isSpent
      )
    }
  }

  private func search(in context: Context) -> DatasetSearch {
    let places = context.places
    let named = context.session.options.dataDirectory.map { places.expanding(FilePath($0)) }
    return DatasetSearch(
      directory: directory,
      dataDirectories: [named, places.dataDirectory].compactMap(\.self),
      cacheDirectory: places.cacheDirectory,
      allowsDownload: downloads
    )
  }
}

/// Shows how much of a download has come.
///
/// A class, because it keeps whether there was anything to show.
private final class DownloadReporter {
  private let context: Context
  private let title: String
  private let identifier: Int
  private var hasShown = false

  init(context: Context, dataset: String) {
    self.context = context
    title = "downloading \(dataset)"
    identifier = context.workbench.makeProgressIdentifier()
  }

  func show(received: Int, total: Int) {
    if !hasShown { context.emit(.text("\(title), \(total >> 20) MiB\n", .error)) }
    hasShown = true
    emit(received, total, isFinished: false)
  }

  func finish() { if hasShown { emit(0, 0, isFinished: true) } }

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
