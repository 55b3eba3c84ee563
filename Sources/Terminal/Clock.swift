internal import Glibc

/// The monotonic clock, which no change of the date disturbs.
public enum Clock {
  /// The time since some fixed moment, in nanoseconds.
  public static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * second + UInt64(time.tv_nsec)
  }

  /// A second.
  static let second: UInt64 = 1_000_000_000

  /// A millisecond.
  static let millisecond: UInt64 = 1_000_000
}
