internal import Glibc

/// A path as the system knows it: bytes, which need not be text.
///
/// Two paths are equal only if their bytes are; Unicode plays no part.
public struct FilePath: Hashable, Sendable {
  /// The bytes, without a terminating zero.
  public let bytes: [UInt8]

  /// Creates a path from its bytes.
  public init(bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

  /// Creates a path from text, which becomes UTF-8.
  public init(_ text: String) { bytes = Array(text.utf8) }

  /// Whether the path begins at the root.
  public var isAbsolute: Bool { bytes.first == Self.slash }

  /// The last component, without slashes after it; empty for the root and the empty path.
  public var name: [UInt8] { Array(bytes[nameRange]) }

  /// The directory in which `name` lies: `.` where the path does not say.
  public var parent: FilePath {
    var end = nameRange.lowerBound
    guard end > 0 else { return isAbsolute ? "/" : "." }
    while end > 1, bytes[end - 1] == Self.slash { end -= 1 }
    return FilePath(bytes: bytes[..<end])
  }

  /// Returns the path of a file in this directory; an absolute `component` replaces the path.
  public func appending(_ component: FilePath) -> FilePath {
    if component.isAbsolute || bytes.isEmpty { return component }
    let separator = bytes.last == Self.slash ? [] : [Self.slash]
    return FilePath(bytes: bytes + separator + component.bytes)
  }

  private static let slash = UInt8(ascii: "/")

  private var nameRange: Range<Int> {
    var end = bytes.count
    while end > 0, bytes[end - 1] == Self.slash { end -= 1 }
    var start = end
    while start > 0, bytes[start - 1] != Self.slash { start -= 1 }
    return start..<end
  }
}

extension FilePath: ExpressibleByStringLiteral {
  /// Creates a path from a literal.
  public init(stringLiteral value: String) { self.init(value) }
}

extension FilePath: CustomStringConvertible {
  /// The path as text, in which bytes that are no UTF-8 appear as `\xNN`.
  public var description: String {
    if let text = String(validating: bytes, as: UTF8.self) { return text }
    var text = ""
    var rest = bytes[...]
    while let first = rest.first {
      // The longest UTF-8 sequence has four bytes.
      let length = (1...4).first { String(validating: rest.prefix($0), as: UTF8.self) != nil }
      if let length, let character = String(validating: rest.prefix(length), as: UTF8.self) {
        text += character
      } else {
        text += "\\x" + (first < 16 ? "0" : "") + String(first, radix: 16)
      }
      rest = rest.dropFirst(length ?? 1)
    }
    return text
  }
}

extension FilePath {
  /// Calls `body` with the path as a C string.
  ///
  /// Throws where the path is empty or has a zero byte, at which the system would cut it.
  func withCString<R>(
    _ action: String,
    _ body: (UnsafePointer<CChar>) -> R
  ) throws(FileError) -> R {
    guard !bytes.isEmpty else { throw FileError(action, self, "the path is empty") }
    guard !bytes.contains(0) else { throw FileError(action, self, "the path has a zero byte") }
    let terminated = bytes.map { CChar(bitPattern: $0) } + [0]
    return terminated.withUnsafeBufferPointer { buffer in
      // SAFETY: the buffer has at least the terminating zero, so it has a base address.
      body(buffer.baseAddress.unsafelyUnwrapped)
    }
  }
}

extension FilePath {
  /// The path from the root; as it is where the current directory is gone.
  public var absolute: FilePath {
    if isAbsolute { return self }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard getcwd(&buffer, buffer.count) != nil else { return self }
    let directory = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return FilePath(bytes: directory).appending(self)
  }
}
