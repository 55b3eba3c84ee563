/// Long work in pieces, between which it may be told to end.
///
/// Who tells an operation to stop, and goes on saying so, drops its result: what is missing of it is
/// never written.
public enum Pieces {
  /// The elements of a piece: the slowest function takes a few milliseconds for them.
  public static let length = 1 << 18

  /// Calls `body` with ranges that follow each other and make up `0..<count`, and asks `stop` before
  /// each.
  @inlinable
  @inline(__always)
  public static func forEach(
    of count: Int,
    length: Int = Pieces.length,
    stop: () -> Bool,
    _ body: (Range<Int>) -> Void
  ) {
    var start = 0
    while start < count {
      if stop() { return }
      let end = Swift.min(start + length, count)
      body(start..<end)
      start = end
    }
  }
}

/// Counts the work done since somebody was asked last whether it is to end.
struct PieceCounter {
  private var done = Pieces.length

  /// Returns whether work of so many elements is to be left undone; asks once in a piece, and before
  /// the first.
  @inline(__always)
  mutating func isStopped(before count: Int, _ stop: () -> Bool) -> Bool {
    done += count
    guard done > Pieces.length else { return false }
    done = count
    return stop()
  }
}
