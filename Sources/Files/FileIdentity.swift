internal import Glibc

/// What tells whether a file is still the one that was read: its place on the device, its size and
/// its times.
public struct FileIdentity: Hashable, Sendable {
  /// The device, the inode, the size in bytes, and the times of the last change of the contents and
  /// of the inode, in nanoseconds since 1970.
  public let numbers: [Int]

  /// Creates an identity from its numbers, or returns nil where there are not five.
  public init?(numbers: [Int]) {
    guard numbers.count == 5 else { return nil }
    self.numbers = numbers
  }

  init(_ status: stat) {
    numbers = [
      Int(truncatingIfNeeded: status.st_dev), Int(truncatingIfNeeded: status.st_ino),
      Int(status.st_size), Self.nanoseconds(status.st_mtim), Self.nanoseconds(status.st_ctim),
    ]
  }

  /// Whether neither size nor the time of the last change of the contents differ.
  func hasContents(of other: FileIdentity) -> Bool { numbers[2...3] == other.numbers[2...3] }

  /// Whether the file has been left alone for two seconds.
  ///
  /// Times are coarse: a file that is written again within the same tick keeps them.
  public var isSettled: Bool {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return Self.nanoseconds(now) - numbers[4] > 2_000_000_000
  }

  private static func nanoseconds(_ time: timespec) -> Int {
    time.tv_sec * 1_000_000_000 + time.tv_nsec
  }
}
