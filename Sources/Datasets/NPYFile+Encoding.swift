internal import Tensors

/// NumPy's file format, version 1.0 (numpy.lib.format).
enum NPY {
  /// Returns a tensor as a file: little-endian floats in row-major order behind a header that is
  /// padded to a multiple of 64 bytes.
  static func encoded(_ tensor: Tensor) -> [UInt8] {
    let extents = tensor.shape.dimensions.map(String.init).joined(separator: ", ")
    let tuple = tensor.shape.rank == 1 ? "(\(extents),)" : "(\(extents))"
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(tuple), }"
    let unpadded = 10 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    var bytes: [UInt8] = [0x93] + Array("NUMPY".utf8) + [1, 0]
    bytes.reserveCapacity(10 + header.utf8.count + 4 * tensor.count)
    bytes.append(UInt8(header.utf8.count & 0xFF))
    bytes.append(UInt8(header.utf8.count >> 8))
    bytes += header.utf8
    tensor.withUnsafeElements { elements in
      for element in elements {
        // SAFETY: the bytes are copied before the call returns.
        withUnsafeBytes(of: element.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }
}
