internal import Crypto
internal import Tensors

/// A published digest of a file's uncompressed contents, in lower-case hexadecimal digits.
public enum ContentDigest: Hashable, Sendable {
  /// A SHA-256.
  case sha256(String)
  /// An MD5, for contents of which nothing better was published.
  ///
  /// It finds every accident. Collisions can be made on purpose, but not a second file to a digest
  /// that is given.
  case md5(String)

  /// The digits.
  public var text: String {
    switch self {
    case .sha256(let text), .md5(let text): text
    }
  }

  /// Returns the digest of the same kind of an IDX file's contents; like all digests here it is of no
  /// use once `stop` says so.
  func digest(of file: IDXFile, stop: () -> Bool = { false }) -> String {
    switch self {
    case .sha256: file.sha256
    case .md5:
      Self.hash(Insecure.MD5(), [IDXHeader(dimensions: file.dimensions).bytes, file.values], stop)
    }
  }

  /// Returns the SHA-256 of an IDX file's contents.
  static func sha256(
    dimensions: [Int],
    values: [UInt8],
    stop: () -> Bool = { false }
  ) -> String {
    hash(SHA256(), [IDXHeader(dimensions: dimensions).bytes, values], stop)
  }

  /// Returns the SHA-256 of rows of floats, as they stand in a .npy file.
  static func sha256(
    _ floats: [Float],
    rowWidth: Int,
    stop: () -> Bool = { false }
  ) -> String {
    var function = SHA256()
    function.update(data: NPYFile.header(shape: [floats.count / rowWidth, rowWidth]))
    // SAFETY: the bytes are read within the call; the machine is little-endian, as the file is.
    floats.withUnsafeBytes { update(&function, with: $0, stop) }
    return text(of: function)
  }

  /// Returns the SHA-256 of bytes.
  static func sha256(_ bytes: [UInt8]) -> String { hash(SHA256(), [bytes], { false }) }

  private static func hash(
    _ function: some HashFunction,
    _ parts: [[UInt8]],
    _ stop: () -> Bool
  ) -> String {
    var function = function
    for part in parts {
      // SAFETY: the bytes are read within the call.
      part.withUnsafeBytes { update(&function, with: $0, stop) }
    }
    return text(of: function)
  }

  private static func update(
    _ function: inout some HashFunction,
    with bytes: UnsafeRawBufferPointer,
    _ stop: () -> Bool
  ) {
    Pieces.forEach(of: bytes.count, length: pieceSize, stop: stop) { piece in
      function.update(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[piece]))
    }
  }

  /// The bytes between two questions whether to stop: a few milliseconds.
  private static let pieceSize = 1 << 20

  private static func text(of function: some HashFunction) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = function.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}
