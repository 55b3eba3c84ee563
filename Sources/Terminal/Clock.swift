internal import Glibc

/// The monotonic clock, which no change of the date disturbs.
public enum Clock {
  /// The time since some fixed moment, in nanoseconds.
  public static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * second + UInt64(time.tv_nsec)
  }

  /// Returns the time since a moment, 0 where another thread has noted a later one than ours.
  static func elapsed(since moment: UInt64) -> UInt64 {
    let now = now
    return now > moment ? now - moment : 0
  }

  /// A second.
  static let second: UInt64 = 1_000_000_000

  /// A millisecond.
  static let millisecond: UInt64 = 1_000_000
}
