internal import Glibc
internal import Synchronization

/// The kernel's log: lines on standard error, which the program that started it may keep.
enum Log {
  /// Writes a line, whole or not at all.
  static func write(_ message: String) {
    let line = Array("aerepl kernel: \(message)\n".utf8)
    _ = Glibc.write(STDERR_FILENO, line, line.count)
  }
}

/// Tells of dropped messages, at most once a second however many there are.
///
/// A class, because the threads that receive share it.
final class DropLog: Sendable {
  private struct Content {
    var count = 0
    var toldAt: UInt64?
  }

  private let content = Mutex(Content())

  /// Tells that a message was dropped, together with those that were not told of.
  func note(_ reason: String) {
    let count = content.withLock { content -> Int in
      content.count += 1
      if let toldAt = content.toldAt, Clock.milliseconds(since: toldAt) < 1_000 { return 0 }
      defer { content = Content(count: 0, toldAt: Clock.now) }
      return content.count
    }
    switch count {
    case 0: return
    case 1: Log.write("dropped a message: \(reason)")
    default: Log.write("dropped \(count) messages; the last: \(reason)")
    }
  }
}
