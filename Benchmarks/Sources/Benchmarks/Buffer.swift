/// Memory for a kernel, aligned as the engine's own; a class because it owns it.
final class Buffer<Element> {
  let start: UnsafeMutablePointer<Element>
  private let memory: UnsafeMutableRawPointer

  /// Makes room for elements of the same value.
  init(_ count: Int, of value: Element) {
    memory = .allocate(byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64)
    // SAFETY: the memory has room for the elements, which are plain numbers, and is freed in deinit.
    start = memory.bindMemory(to: Element.self, capacity: max(count, 1))
    start.initialize(repeating: value, count: count)
  }

  deinit { memory.deallocate() }
}

extension Buffer where Element == Float {
  /// Makes room for small numbers of both signs.
  static func noise(_ count: Int) -> Buffer<Float> {
    let buffer = Buffer(count, of: 0)
    var state: UInt32 = 1
    for index in 0..<count {
      state = state &* 1_664_525 &+ 1_013_904_223
      buffer.start[index] = (Float(state >> 8) * 0x1p-24 - 0.5) / 16
    }
    return buffer
  }
}
