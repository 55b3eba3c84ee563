internal import Kernels

/// Panels of bytes of which most are zero, and where the others are: a view of `SparseInputMemory`.
///
/// Threads pass it on without counting references, for which they would wait for each other.
struct SparseInput {
  /// The room for the entries of a panel: all bytes, and what the kernels write beyond.
  let entryCapacity: Int

  fileprivate let columns: Int
  fileprivate let width: Int
  fileprivate let bytes: UnsafeMutablePointer<UInt8>
  fileprivate let entries: UnsafeMutablePointer<UInt16>
  fileprivate let starts: UnsafeMutablePointer<UInt32>

  /// Returns the bytes of a panel.
  func bytes(panel: Int) -> UnsafeMutablePointer<UInt8> { bytes + panel * columns * width }

  /// Returns the entries of a panel by column.
  func columnEntries(panel: Int) -> UnsafeMutablePointer<UInt16> { entries + panel * entryCapacity }

  /// Returns where the lists of a panel's columns start.
  func columnStarts(panel: Int) -> UnsafeMutablePointer<UInt32> { starts + panel * (columns + 1) }
}

/// The memory of a sparse input, freed with it.
final class SparseInputMemory {
  /// What it holds; for as long as it lives.
  let input: SparseInput

  private let memory: UnsafeMutableRawPointer

  /// Makes room for panels of `width` samples.
  init(columns: Int, panels: Int, width: Int) {
    let entryCapacity = roundUp(columns * width, to: 32) + 32
    let listStart = roundUp(panels * columns * width, to: 64)
    let startsStart = listStart + panels * entryCapacity * MemoryLayout<UInt16>.stride
    // SAFETY: the three kinds of parts follow each other within the region, which is freed in
    // deinit. Pages that no list reaches are never touched, so they take no memory.
    memory = .allocate(
      byteCount: startsStart + panels * (columns + 1) * MemoryLayout<UInt32>.stride,
      alignment: TensorStorage.alignment
    )
    input = SparseInput(
      entryCapacity: entryCapacity,
      columns: columns,
      width: width,
      bytes: memory.assumingMemoryBound(to: UInt8.self),
      entries: (memory + listStart).assumingMemoryBound(to: UInt16.self),
      starts: (memory + startsStart).assumingMemoryBound(to: UInt32.self)
    )
  }

  deinit { memory.deallocate() }
}
