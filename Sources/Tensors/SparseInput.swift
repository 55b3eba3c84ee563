internal import Kernels

/// Panels of bytes of which most are zero, and where the others are.
final class SparseInput {
  private let columns: Int
  private let width: Int
  private let memory: UnsafeMutableRawPointer
  private let listStart: Int
  private let startsStart: Int

  /// The room for the entries of a panel: all bytes, and what the kernels write beyond.
  let entryCapacity: Int

  /// Makes room for panels of `width` samples.
  init(columns: Int, panels: Int, width: Int) {
    self.columns = columns
    self.width = width
    entryCapacity = roundUp(columns * width, to: 32) + 32
    listStart = roundUp(panels * columns * width, to: 64)
    startsStart = listStart + panels * entryCapacity * MemoryLayout<UInt16>.stride
    // SAFETY: the three kinds of parts follow each other within the region, which is freed in
    // deinit. Pages that no list reaches are never touched, so they take no memory.
    memory = .allocate(
      byteCount: startsStart + panels * (columns + 1) * MemoryLayout<UInt32>.stride,
      alignment: TensorStorage.alignment
    )
  }

  deinit { memory.deallocate() }

  /// Returns the bytes of a panel.
  func bytes(panel: Int) -> UnsafeMutablePointer<UInt8> {
    memory.assumingMemoryBound(to: UInt8.self) + panel * columns * width
  }

  /// Returns the entries of a panel by column.
  func columnEntries(panel: Int) -> UnsafeMutablePointer<UInt16> {
    (memory + listStart).assumingMemoryBound(to: UInt16.self) + panel * entryCapacity
  }

  /// Returns where the lists of a panel's columns start.
  func columnStarts(panel: Int) -> UnsafeMutablePointer<UInt32> {
    (memory + startsStart).assumingMemoryBound(to: UInt32.self) + panel * (columns + 1)
  }
}
