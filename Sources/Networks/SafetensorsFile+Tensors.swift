public import Tensors

extension SafetensorsFile {
  /// Returns a tensor of the file.
  ///
  /// - Precondition: its elements are `float32`.
  public func tensor(_ entry: Entry) -> Tensor {
    precondition(entry.element == .float32, "only float32 becomes a tensor")
    return Tensor(shape: Shape(entry.shape)) { elements in
      read(entry, as: UInt32.self) { elements[$0] = Float(bitPattern: UInt32(littleEndian: $1)) }
    }
  }

  /// Returns the numbers of a tensor of the file.
  ///
  /// - Precondition: its elements are `float64`.
  func doubles(_ entry: Entry) -> [Double] {
    precondition(entry.element == .float64, "only float64 becomes doubles")
    var numbers: [Double] = []
    numbers.reserveCapacity(entry.range.count / 8)
    read(entry, as: UInt64.self) { numbers.append(Double(bitPattern: UInt64(littleEndian: $1))) }
    return numbers
  }

  private func read<Bits: FixedWidthInteger>(
    _ entry: Entry,
    as type: Bits.Type,
    _ body: (_ index: Int, Bits) -> Void
  ) {
    // SAFETY: the range lies within the contents, which was checked when the file was taken apart.
    contents.withUnsafeBytes { bytes in
      let size = MemoryLayout<Bits>.size
      for index in 0..<(entry.range.count / size) {
        let offset = entry.range.lowerBound + index * size
        body(index, bytes.loadUnaligned(fromByteOffset: offset, as: type))
      }
    }
  }
}
