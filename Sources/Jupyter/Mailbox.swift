internal import CZeroMQ
internal import Glibc
internal import Synchronization

/// A queue from any thread to one, which is woken by a descriptor.
final class Mailbox<Item: Sendable>: Sendable {
  /// Readable while something waits.
  let descriptor = WakeUp.makeDescriptor()

  private let items = Mutex<[Item]>([])

  deinit { close(descriptor) }

  /// Puts an item into the queue.
  func post(_ item: Item) {
    items.withLock { $0.append(item) }
    WakeUp.signal(descriptor)
  }

  /// Takes everything that waits, in order.
  func take() -> [Item] {
    WakeUp.clear(descriptor)
    return items.withLock { items in
      defer { items = [] }
      return items
    }
  }
}

/// Waking a thread by a counter of the system (eventfd).
enum WakeUp {
  /// Returns a new descriptor, which the caller closes.
  static func makeDescriptor() -> Int32 { eventfd(0, Int32(EFD_CLOEXEC) | Int32(EFD_NONBLOCK)) }

  /// Makes a descriptor readable.
  static func signal(_ descriptor: Int32) {
    var one: UInt64 = 1
    while write(descriptor, &one, MemoryLayout<UInt64>.size) < 0, errno == EINTR {}
  }

  /// Makes a descriptor unreadable until the next signal.
  static func clear(_ descriptor: Int32) {
    var count: UInt64 = 0
    while read(descriptor, &count, MemoryLayout<UInt64>.size) < 0, errno == EINTR {}
  }

  /// Waits until a descriptor is readable, or for so many milliseconds; returns whether it is.
  @discardableResult
  static func wait(_ descriptor: Int32, milliseconds: Int32 = -1) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, milliseconds) > 0
  }
}

/// The monotonic clock.
enum Clock {
  /// The time since some fixed moment, in nanoseconds.
  static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Returns the milliseconds since a moment, 0 where it is later than now.
  static func milliseconds(since moment: UInt64) -> Int {
    let now = now
    return now > moment ? Int((now - moment) / 1_000_000) : 0
  }
}
