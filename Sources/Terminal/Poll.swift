internal import Glibc

/// Waiting for descriptors.
enum Poll {
  /// Waits until one of some descriptors can be read or has failed, and returns which.
  ///
  /// With a timeout in milliseconds the result may be empty; -1 waits for ever.
  static func readable(_ descriptors: [Int32], timeout: Int32) -> Set<Int32> {
    var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    guard poll(&entries, nfds_t(entries.count), timeout) > 0 else { return [] }
    return Set(entries.filter { $0.revents != 0 }.map(\.fd))
  }

  /// Returns whether a descriptor can be written to, after waiting for at most `timeout` ms.
  static func isWritable(_ descriptor: Int32, timeout: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&entry, 1, timeout) > 0
  }
}
