internal import Crypto

/// Signs and verifies messages: HMAC-SHA256 over the four JSON frames, in lower-case hexadecimal.
package struct MessageSigner: Sendable {
  private let key: SymmetricKey?

  /// Creates a signer; without a key nothing is signed and everything is believed.
  package init(key: [UInt8]) { self.key = key.isEmpty ? nil : SymmetricKey(data: key) }

  /// Whether messages are signed.
  var isSigning: Bool { key != nil }

  /// Returns the signature of frames, as it stands in a message.
  package func signature(of frames: ArraySlice<[UInt8]>) -> [UInt8] {
    guard let key else { return [] }
    return Self.code(of: frames, key).flatMap {
      [Self.digits[Int($0 >> 4)], Self.digits[Int($0 & 15)]]
    }
  }

  /// Returns whether a signature is that of the frames.
  ///
  /// The time it takes does not depend on where they differ: the library compares all bytes.
  func isValid(_ signature: [UInt8], of frames: ArraySlice<[UInt8]>) -> Bool {
    guard let key else { return true }
    guard let bytes = Self.bytes(of: signature) else { return false }
    return Self.code(of: frames, key) == bytes
  }

  private static func code(
    of frames: ArraySlice<[UInt8]>,
    _ key: SymmetricKey
  ) -> HMAC<SHA256>.MAC {
    var code = HMAC<SHA256>(key: key)
    for frame in frames { code.update(data: frame) }
    return code.finalize()
  }

  /// Returns the bytes that 64 digits mean, or nil where they are none; capitals are not used.
  private static func bytes(of signature: [UInt8]) -> [UInt8]? {
    guard signature.count == 2 * SHA256.byteCount else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: signature.count, by: 2) {
      guard let high = value(of: signature[index]), let low = value(of: signature[index + 1]) else {
        return nil
      }
      bytes.append(high << 4 | low)
    }
    return bytes
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
