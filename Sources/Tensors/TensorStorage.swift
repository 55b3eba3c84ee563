internal import Glibc

/// The memory of a tensor: owned, aligned to a cache line, and freed with the last reference.
///
/// It is unchecked `Sendable` because `Tensor` writes to it only while it is uniquely referenced.
final class TensorStorage: @unchecked Sendable {
  /// The alignment in bytes: a cache line, which is also the widest vector register.
  static let alignment = 64

  /// The elements from which the system is asked for large pages: 4 MiB.
  private static let hugePages = 1 << 20

  /// The elements; never empty memory, so that the address is always sound.
  let elements: UnsafeMutableBufferPointer<Float>

  init(count: Int) {
    // SAFETY: the region is at least one byte, aligned for Float, bound once and freed in deinit.
    let region = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride,
      alignment: Self.alignment
    )
    // A fault for each page of 4 KiB costs as much time as writing the page.
    if count >= Self.hugePages {
      let size = count * MemoryLayout<Float>.stride
      let start = region.alignedUp(toMultipleOf: 4096)
      // SAFETY: the advice changes no contents, and the range lies within the region.
      madvise(start, size - (start - region), MADV_HUGEPAGE)
    }
    elements = UnsafeMutableBufferPointer(
      start: region.bindMemory(to: Float.self, capacity: count),
      count: count
    )
  }

  deinit { UnsafeMutableRawPointer(elements.baseAddress)?.deallocate() }

  func copy() -> TensorStorage {
    let copy = TensorStorage(count: elements.count)
    _ = copy.elements.update(fromContentsOf: elements)
    return copy
  }
}
