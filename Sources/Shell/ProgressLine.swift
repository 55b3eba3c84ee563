internal import Language

/// One line that shows how far a long command has come.
public struct ProgressLine {
  private let progress: Progress
  private let hasUnicode: Bool

  /// Creates the line of a report.
  public init(_ progress: Progress, hasUnicode: Bool) {
    self.progress = progress
    self.hasUnicode = hasUnicode
  }

  /// Returns the line, shortened to a width: the bar goes first, then the figures from the right.
  public func text(width: Int) -> String {
    let title = TerminalText.escaped(progress.title)
    var details = [count] + progress.figures.map { TerminalText.escaped($0) } + [timeLeft]
    details.removeAll(where: \.isEmpty)
    while true {
      let tail = details.map { "  " + $0 }.joined()
      let used = DisplayWidth.columns(of: title) + DisplayWidth.columns(of: tail)
      if used <= width {
        return title + bar(width: min(Self.barWidth, width - used - 2)) + tail
      }
      guard !details.isEmpty else { return DisplayWidth.prefix(of: title, columns: width) }
      // The time left is worth more than a figure, and what is done more than both.
      details.remove(at: details.count > 2 ? details.count - 2 : details.count - 1)
    }
  }

  private static let barWidth = 30

  private func bar(width: Int) -> String {
    guard let total = progress.total, total > 0, width >= 8 else { return "" }
    let share = min(max(Double(progress.completed) / Double(total), 0), 1)
    let full = Int(share * Double(width))
    let (done, rest) = hasUnicode ? ("\u{2588}", "\u{2591}") : ("#", ".")
    return "  " + String(repeating: done, count: full)
      + String(repeating: rest, count: width - full)
  }

  private var count: String {
    if progress.unit == "byte" {
      let done = Self.size(progress.completed)
      return progress.total.map { "\(done) of \(Self.size($0))" } ?? done
    }
    let unit = progress.unit.isEmpty ? "" : " " + TerminalText.escaped(progress.unit)
    return progress.total.map { "\(progress.completed)/\($0)" + unit }
      ?? "\(progress.completed)" + unit
  }

  private var timeLeft: String {
    // A hundred hours are as far as anybody looks ahead.
    guard let seconds = progress.secondsLeft, seconds >= 0, seconds < 360_000 else { return "" }
    let whole = Int(seconds.rounded(.up))
    let minutes = whole / 60 % 60
    let clock = Self.twoDigits(whole % 60)
    return whole >= 3600
      ? "ETA \(whole / 3600):\(Self.twoDigits(minutes)):\(clock)" : "ETA \(minutes):\(clock)"
  }

  private static func twoDigits(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  /// Returns a number of bytes with one decimal, such as `12.3 MB`.
  private static func size(_ bytes: Int) -> String {
    for (unit, name) in [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")]
    where bytes >= unit {
      return "\(bytes / unit).\(bytes % unit / (unit / 10)) \(name)"
    }
    return "\(bytes) B"
  }
}
