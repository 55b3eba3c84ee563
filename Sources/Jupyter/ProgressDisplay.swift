internal import Files
internal import Shell

/// The one display of a cell that shows how far its long commands have come.
///
/// It appears with the first report and changes in place; what comes too soon after a change is
/// kept until it is due, and the last report always shows. The activities of a cell share it, so
/// that a loop over short ones does not fill the notebook.
struct ProgressDisplay {
  /// The least time between two changes, in milliseconds: with the last one, which does not wait,
  /// no second sees more than five.
  private static let interval = 300

  private let publisher: Publisher
  private let identifier: String
  private var shownAt: UInt64?
  private var shown: Progress?
  private var latest: Progress?

  init(publisher: Publisher) {
    self.publisher = publisher
    var generator = SystemRandomNumberGenerator()
    identifier =
      "progress-" + String(UInt64.random(in: 0...UInt64.max, using: &generator), radix: 16)
  }

  /// Shows a report, at once or when it is due.
  mutating func show(_ progress: Progress, parent: [UInt8]) {
    var progress = progress
    if progress.isFinished, let latest, latest.identifier == progress.identifier {
      // The last words say where it ended; the figures are those reported last.
      if progress.figures.isEmpty { progress.figures = latest.figures }
    }
    latest = progress
    if let shownAt, Clock.milliseconds(since: shownAt) < Self.interval { return }
    publish(progress, parent)
  }

  /// Shows the last report, after which nothing changes.
  mutating func finish(parent: [UInt8]) {
    guard var last = latest else { return }
    last.secondsLeft = nil
    if last != shown { publish(last, parent) }
    latest = nil
  }

  private mutating func publish(_ progress: Progress, _ parent: [UInt8]) {
    let type = shownAt == nil ? "display_data" : "update_display_data"
    let content: JSON = [
      "data": MimeBundle(progress).data, "metadata": [:],
      "transient": ["display_id": .string(identifier)],
    ]
    publisher.publish(type, content, parent: parent)
    shownAt = Clock.now
    shown = progress
  }
}
