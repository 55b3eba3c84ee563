internal import Crypto
internal import Files

/// The digests by which a model file or a checkpoint proves that no byte of it has changed.
///
/// One SHA-256 covers the tensors' bytes. Another covers everything before them, the length of the
/// header included, with its own digits replaced by zeros. Both stand in the metadata.
enum FileSeal {
  static let dataName = "aerepl.sha256.data"
  static let headerName = "aerepl.sha256.header"

  private static let blank = String(repeating: "0", count: 64)

  /// Returns a file with its seal.
  static func sealed(_ writer: SafetensorsWriter) -> [UInt8] {
    var writer = writer
    let body = writer.body()
    writer.metadata.append(JSONObject.Member(dataName, .string(digest([body[...]]))))
    writer.metadata.append(JSONObject.Member(headerName, .string(blank)))
    var header = writer.header()
    guard let place = place(in: header[...]) else {
      preconditionFailure("the header has the digest that was just put in")
    }
    header.replaceSubrange(place, with: Array(digest([header[...]]).utf8))
    return header + body
  }

  /// Throws unless a file is as it was sealed.
  static func verify(_ file: SafetensorsFile) throws(ModelFileError) {
    let header = file.contents[..<file.bodyStart]
    guard let data = file.text(dataName) else { throw .unsealed(dataName) }
    guard let own = file.text(headerName), let place = place(in: header) else {
      throw .unsealed(headerName)
    }
    let zeros = Array(blank.utf8)
    let blanked = [header[..<place.lowerBound], zeros[...], header[place.upperBound...]]
    guard own == digest(blanked), header[place].elementsEqual(own.utf8) else {
      throw .damaged(.header)
    }
    guard data == digest([file.contents[file.bodyStart...]]) else { throw .damaged(.data) }
  }

  /// Returns where the digits of the header's digest stand; nil unless there is one such place.
  private static func place(in header: ArraySlice<UInt8>) -> Range<Int>? {
    let key = Array("\"\(headerName)\":\"".utf8)
    var found: Range<Int>?
    var start = header.startIndex
    while let index = header[start...].firstIndex(of: key[0]) {
      start = index + 1
      guard header[index...].starts(with: key), header.count >= index + key.count + blank.utf8.count
      else { continue }
      guard found == nil else { return nil }
      found = (index + key.count)..<(index + key.count + blank.utf8.count)
    }
    return found
  }

  private static func digest(_ parts: [ArraySlice<UInt8>]) -> String {
    var function = SHA256()
    for part in parts {
      // SAFETY: the bytes are read within the call.
      part.withUnsafeBytes { function.update(bufferPointer: $0) }
    }
    let digits = Array("0123456789abcdef".utf8)
    let text = function.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
