/// Why a text is no JSON.
public enum JSONError: Error, Equatable, Sendable {
  /// The text breaks the grammar at an offset in bytes.
  case syntax(offset: Int)
  /// Arrays and objects are nested more deeply than allowed.
  case nesting
  /// The bytes are not UTF-8.
  case encoding
  /// A string names half of a surrogate pair, which no text can hold.
  case surrogate(offset: Int)
}

/// Reads JSON strictly: nothing that RFC 8259 does not allow, and bounded nesting.
public struct JSONReader {
  /// What becomes of an escape that names half of a surrogate pair.
  public enum Surrogates: Sendable {
    /// It is read as U+FFFD.
    case replaced
    /// It is an error.
    case refused
  }

  /// How deep arrays and objects may nest.
  public static let depth = 128

  private let bytes: [UInt8]
  private let surrogates: Surrogates
  private var position = 0
  private var depth = 0

  /// Returns the value that a text is.
  public static func read(
    _ bytes: [UInt8],
    surrogates: Surrogates = .replaced
  ) throws(JSONError) -> JSON {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .encoding }
    var reader = JSONReader(bytes: bytes, surrogates: surrogates)
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.position == bytes.count else { throw reader.fault }
    return value
  }

  private init(bytes: [UInt8], surrogates: Surrogates) {
    self.bytes = bytes
    self.surrogates = surrogates
  }

  private var fault: JSONError { .syntax(offset: position) }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipBlanks() {
    while let byte = next, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { position += 1 }
  }

  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: byte) else { return false }
    position += 1
    return true
  }

  private mutating func take(word: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    for byte in word.description.utf8 {
      guard next == byte else { throw fault }
      position += 1
    }
    return value
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try nested { (reader) throws(JSONError) in try reader.object() }
    case UInt8(ascii: "["): return try nested { (reader) throws(JSONError) in try reader.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try take(word: "true", true)
    case UInt8(ascii: "f"): return try take(word: "false", false)
    case UInt8(ascii: "n"): return try take(word: "null", .null)
    default: return .number(try number())
    }
  }

  private mutating func nested(
    _ body: (inout JSONReader) throws(JSONError) -> JSON
  ) throws(JSONError) -> JSON {
    guard depth < Self.depth else { throw .nesting }
    depth += 1
    position += 1
    let value = try body(&self)
    depth -= 1
    return value
  }

  private mutating func object() throws(JSONError) -> JSON {
    var members: [JSON.Member] = []
    skipBlanks()
    if take("}") { return .object([]) }
    while true {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw fault }
      let key = try string()
      skipBlanks()
      guard take(":") else { throw fault }
      members.append(JSON.Member(key, try value()))
      skipBlanks()
      if take("}") { return .object(members) }
      guard take(",") else { throw fault }
    }
  }

  private mutating func array() throws(JSONError) -> JSON {
    var elements: [JSON] = []
    skipBlanks()
    if take("]") { return .array([]) }
    while true {
      elements.append(try value())
      skipBlanks()
      if take("]") { return .array(elements) }
      guard take(",") else { throw fault }
    }
  }

  private mutating func number() throws(JSONError) -> String {
    let start = position
    _ = take("-")
    if !take("0") { try digits() }
    if take(".") { try digits() }
    if take("e") || take("E") {
      if !take("+") { _ = take("-") }
      try digits()
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func digits() throws(JSONError) {
    guard let first = next, Self.isDigit(first) else { throw fault }
    while let byte = next, Self.isDigit(byte) { position += 1 }
  }

  private mutating func string() throws(JSONError) -> String {
    position += 1
    var text = ""
    var start = position
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        text += String(decoding: bytes[start..<position], as: UTF8.self)
        position += 1
        return text
      case UInt8(ascii: "\\"):
        text += String(decoding: bytes[start..<position], as: UTF8.self)
        position += 1
        text.unicodeScalars.append(try escape())
        start = position
      case 0..<0x20: throw fault
      default: position += 1
      }
    }
    throw fault
  }

  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    guard let byte = next else { throw fault }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"): return try codePoint()
    default:
      position -= 1
      throw fault
    }
  }

  private mutating func codePoint() throws(JSONError) -> Unicode.Scalar {
    let start = position - 2
    let first = try hexadecimal()
    if let scalar = Unicode.Scalar(first) { return scalar }
    let behind = position
    if UTF16.isLeadSurrogate(UInt16(first)), take("\\"), take("u") {
      let second = try hexadecimal()
      if (0xDC00..<0xE000).contains(second) {
        // RFC 8259, section 7: two halves of ten bits each, above U+FFFF.
        let value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
        return Unicode.Scalar(value) ?? "\u{FFFD}"
      }
    }
    guard surrogates == .replaced else { throw .surrogate(offset: start) }
    position = behind
    return "\u{FFFD}"
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = next.flatMap(Self.hexadecimalDigit(_:)) else { throw fault }
      value = value << 4 | digit
      position += 1
    }
    return value
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
    default: nil
    }
  }
}
