internal import Glibc

/// Large pages for memory that is about to be filled: a fault for each page of 4 KiB takes as long as
/// reading the page from a file that the system has in memory.
public enum LargePages {
  /// Buffers that are smaller are not worth a call.
  private static let smallest = 4 << 20

  /// Asks the system to use large pages for a buffer; it need not.
  public static func request(for buffer: UnsafeMutableRawBufferPointer) {
    guard buffer.count >= smallest, let start = buffer.baseAddress else { return }
    let first = start.alignedUp(toMultipleOf: 4096)
    // SAFETY: the advice changes no contents, and the range lies within the buffer.
    madvise(first, buffer.count - (first - start), MADV_HUGEPAGE)
  }
}
