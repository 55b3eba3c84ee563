/// Bytes of .npy and .zip files put together by hand.
enum ArraySample {
  /// Returns a .npy file of version 1.0.
  static func npy(_ header: String, _ body: [UInt8] = [], version: [UInt8] = [1, 0]) -> [UInt8] {
    let text = Array((header + "\n").utf8)
    let length =
      version[0] == 1
      ? [UInt8(text.count & 0xFF), UInt8(text.count >> 8)]
      : [UInt8(text.count & 0xFF), UInt8(text.count >> 8), 0, 0]
    return [0x93] + Array("NUMPY".utf8) + version + length + text + body
  }

  static func header(_ type: String, _ shape: String, order: String = "False") -> String {
    "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }"
  }
}
