public import Tensors

extension NPYFile {
  /// Returns a tensor as a file of version 1.0: little-endian floats in row-major order behind a
  /// header that is padded to a multiple of 64 bytes.
  ///
  /// Once `stop` says so, the rest is left out.
  public static func encoded(_ tensor: Tensor, stop: () -> Bool = { false }) -> [UInt8] {
    var bytes = header(shape: tensor.shape.dimensions)
    bytes.reserveCapacity(bytes.count + 4 * tensor.count)
    tensor.withUnsafeElements { elements in
      Pieces.forEach(of: elements.count, stop: stop) { piece in
        // SAFETY: the bytes are copied before the call returns; the machine is little-endian, as the
        // file is.
        bytes.append(contentsOf: UnsafeRawBufferPointer(elements.extracting(piece)))
      }
    }
    return bytes
  }

  /// Returns what stands before the floats of an array.
  static func header(shape: [Int]) -> [UInt8] {
    let extents = shape.map(String.init).joined(separator: ", ")
    let tuple = shape.count == 1 ? "(\(extents),)" : "(\(extents))"
    var header = "{'descr': '<f4', 'fortran_order': False, 'shape': \(tuple), }"
    let unpadded = 10 + header.utf8.count + 1
    header += String(repeating: " ", count: (64 - unpadded % 64) % 64) + "\n"
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)]
      + header.utf8
  }
}
