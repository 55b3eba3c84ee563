internal import CZlib
internal import Crypto

/// Puts right what protects files from changes, so that a fuzzer reaches what lies behind: it guesses
/// no checksum.
enum Mending {
  /// Returns a safetensors file with the length of its header and, where it is one of our own, its
  /// digests put right.
  static func sealed(_ contents: [UInt8]) -> [UInt8] {
    guard contents.count > 8 else { return contents }
    // The tensors' bytes nearly always hold a zero or a byte that is no ASCII; a header does not.
    let text = contents[8...].prefix { (1..<0x80).contains($0) }
    guard let brace = text.lastIndex(of: UInt8(ascii: "}")) else { return contents }
    let end = brace + 1 + text[(brace + 1)...].prefix { $0 == 0x20 }.count
    var file = contents
    for index in 0..<8 { file[index] = UInt8(truncatingIfNeeded: (end - 8) >> (8 * index)) }
    if let place = place(of: "aerepl.sha256.data", in: file[..<end]) {
      file.replaceSubrange(place, with: digest(file[end...]))
    }
    if let place = place(of: "aerepl.sha256.header", in: file[..<end]) {
      file.replaceSubrange(place, with: repeatElement(UInt8(ascii: "0"), count: 64))
      file.replaceSubrange(place, with: digest(file[..<end]))
    }
    return file
  }

  /// Returns a PNG file whose chunks have the checksums that belong to them.
  static func checked(_ contents: [UInt8]) -> [UInt8] {
    var file = contents
    var start = 8
    while start + 12 <= file.count {
      let length = file[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
      guard length <= file.count - start - 12 else { break }
      let end = start + 8 + length
      // SAFETY: the bytes are read within the call.
      let crc = file[(start + 4)..<end].withUnsafeBufferPointer {
        crc32_z(0, $0.baseAddress, $0.count)
      }
      for index in 0..<4 {
        file[end + index] = UInt8(truncatingIfNeeded: crc >> (24 - 8 * UInt(index)))
      }
      start = end + 4
    }
    return file
  }

  /// Returns where the 64 digits of a digest stand.
  private static func place(of name: String, in header: ArraySlice<UInt8>) -> Range<Int>? {
    let key = Array("\"\(name)\":\"".utf8)
    guard header.count >= 8 + key.count + 64 else { return nil }
    for start in 8...(header.count - key.count - 64)
    where header[start] == key[0] && header[start...].starts(with: key) {
      return (start + key.count)..<(start + key.count + 64)
    }
    return nil
  }

  private static func digest(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }
}
