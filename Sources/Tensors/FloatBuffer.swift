/// Floats that stay where they are: aligned to a cache line, zero at first, freed with the owner.
final class FloatBuffer {
  /// The first float.
  let start: UnsafeMutablePointer<Float>

  /// The number of floats.
  let count: Int

  init(count: Int) {
    self.count = max(count, 1)
    // SAFETY: the region holds `count` floats, is bound once and written whole, and freed in deinit.
    let region = UnsafeMutableRawPointer.allocate(
      byteCount: self.count * MemoryLayout<Float>.stride,
      alignment: TensorStorage.alignment
    )
    start = region.bindMemory(to: Float.self, capacity: self.count)
    start.initialize(repeating: 0, count: self.count)
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}

/// The floats of a page.
///
/// What different threads write lies at least as far apart: the processor fetches ahead as far as a
/// page goes, and so takes lines from a thread that is about to write them.
let pageFloats = 1024

/// Returns the least multiple of `unit` that is not below `count`.
func roundUp(_ count: Int, to unit: Int) -> Int { (count + unit - 1) / unit * unit }
