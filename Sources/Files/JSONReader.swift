/// Why bytes are no JSON, and where.
public struct JSONFault: Error, Equatable, Sendable {
  /// What is wrong.
  public enum Reason: Hashable, Sendable {
    /// The text ends too early.
    case endsEarly
    /// Something else was expected here.
    case unexpected
    /// Something follows the value.
    case followed
    /// A string holds bytes that are no UTF-8.
    case notUTF8
    /// A string holds a control character.
    case control
    /// A backslash begins no escape, or half of a surrogate pair.
    case escape
    /// A number is not written as JSON has it.
    case number
    /// Values are nested too deeply.
    case depth
    /// An object has the same name twice.
    case duplicate
  }

  /// What is wrong.
  public let reason: Reason

  /// The offset of the byte at which it was found.
  public let offset: Int
}

/// Reads JSON strictly, from anybody: nothing that RFC 8259 does not allow, and bounded nesting.
public struct JSONReader {
  /// What a reader lets pass of what the grammar allows.
  public struct Rules: Sendable {
    /// The most arrays and objects around a value; each takes stack, so it should stay below a
    /// thousand.
    public var depthLimit: Int

    /// Whether a name may stand in an object twice.
    public var allowsDuplicates: Bool

    /// Whether an escape that names half of a surrogate pair, which no text can hold, is read as
    /// U+FFFD.
    public var replacesHalves: Bool

    /// The rules for files whose every part counts: neither.
    public static let strict = strict(depthLimit: 64)

    /// The rules for texts of other programs that are written again as they were.
    public static let faithful = Rules(
      depthLimit: 128,
      allowsDuplicates: true,
      replacesHalves: false
    )

    /// The rules for messages, of which as much as possible is understood.
    public static let lenient = Rules(
      depthLimit: 128,
      allowsDuplicates: true,
      replacesHalves: true
    )

    /// Returns the strict rules with another limit to nesting.
    public static func strict(depthLimit: Int) -> Rules {
      Rules(depthLimit: depthLimit, allowsDuplicates: false, replacesHalves: false)
    }
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let rules: Rules
  private var position = 0

  /// Returns the value that bytes hold; blanks may surround it, nothing else.
  public static func read(
    _ bytes: some Collection<UInt8>,
    _ rules: Rules = .strict
  ) throws(JSONFault) -> JSON {
    var result: Result<JSON, JSONFault>
    let read = { (buffer: UnsafeBufferPointer<UInt8>) -> Result<JSON, JSONFault> in
      // SAFETY: the reader and its pointer end with this call, within which the bytes stay.
      var reader = JSONReader(bytes: buffer, rules: rules)
      do throws(JSONFault) { return .success(try reader.document()) } catch {
        return .failure(error)
      }
    }
    if let direct = bytes.withContiguousStorageIfAvailable(read) {
      result = direct
    } else {
      result = Array(bytes).withUnsafeBufferPointer(read)
    }
    return try result.get()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, rules: Rules) {
    self.bytes = bytes
    self.rules = rules
  }

  private mutating func document() throws(JSONFault) -> JSON {
    skipBlanks()
    let value = try value(depth: 0)
    skipBlanks()
    guard position == bytes.count else { throw fault(.followed) }
    return value
  }

  private mutating func value(depth: Int) throws(JSONFault) -> JSON {
    switch try peek() {
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw fault(.unexpected)
    }
  }

  private mutating func object(depth: Int) throws(JSONFault) -> JSONObject {
    guard depth <= rules.depthLimit else { throw fault(.depth) }
    position += 1
    var members: [JSONObject.Member] = []
    var names: Set<[UInt8]> = []
    skipBlanks()
    if try peek() == UInt8(ascii: "}") {
      position += 1
      return JSONObject([])
    }
    while true {
      skipBlanks()
      let start = position
      guard try peek() == UInt8(ascii: "\"") else { throw fault(.unexpected) }
      let name = try string()
      if !rules.allowsDuplicates, !names.insert(Array(name.utf8)).inserted {
        throw JSONFault(reason: .duplicate, offset: start)
      }
      skipBlanks()
      guard try peek() == UInt8(ascii: ":") else { throw fault(.unexpected) }
      position += 1
      skipBlanks()
      members.append(JSONObject.Member(name, try value(depth: depth)))
      if try endsList(with: UInt8(ascii: "}")) { return JSONObject(members) }
    }
  }

  private mutating func array(depth: Int) throws(JSONFault) -> [JSON] {
    guard depth <= rules.depthLimit else { throw fault(.depth) }
    position += 1
    skipBlanks()
    if try peek() == UInt8(ascii: "]") {
      position += 1
      return []
    }
    var elements: [JSON] = []
    while true {
      skipBlanks()
      elements.append(try value(depth: depth))
      if try endsList(with: UInt8(ascii: "]")) { return elements }
    }
  }

  /// Takes a comma, and returns false, or the end of a list, and returns true.
  private mutating func endsList(with end: UInt8) throws(JSONFault) -> Bool {
    skipBlanks()
    let byte = try peek()
    guard byte == end || byte == UInt8(ascii: ",") else { throw fault(.unexpected) }
    position += 1
    return byte == end
  }

  private mutating func word(_ word: String, _ value: JSON) throws(JSONFault) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else { throw fault(.unexpected) }
    position += word.utf8.count
    return value
  }

  private mutating func number() throws(JSONFault) -> JSON {
    let start = position
    if bytes[position] == UInt8(ascii: "-") { position += 1 }
    let first = position
    let count = skipDigits()
    // A number has a digit, and no zero before others.
    guard count == 1 || count > 1 && bytes[first] != UInt8(ascii: "0") else { throw fault(.number) }
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      guard skipDigits() > 0 else { throw fault(.number) }
    }
    if position < bytes.count, bytes[position] | 0x20 == UInt8(ascii: "e") {
      position += 1
      if position < bytes.count, [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position]) {
        position += 1
      }
      guard skipDigits() > 0 else { throw fault(.number) }
    }
    return .number(String(decoding: bytes[start..<position], as: UTF8.self))
  }

  /// Skips digits and returns how many there were.
  private mutating func skipDigits() -> Int {
    let start = position
    while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
    return position - start
  }

  private mutating func string() throws(JSONFault) -> String {
    let start = position
    position += 1
    var content: [UInt8] = []
    while true {
      let run = position
      while position < bytes.count, bytes[position] >= 0x20, bytes[position] != UInt8(ascii: "\""),
        bytes[position] != UInt8(ascii: "\\")
      {
        position += 1
      }
      content += bytes[run..<position]
      let byte = try peek()
      guard byte >= 0x20 else { throw fault(.control) }
      if byte == UInt8(ascii: "\"") { break }
      content += Array(String(try escape()).utf8)
    }
    position += 1
    guard let text = String(validating: content, as: UTF8.self) else {
      throw JSONFault(reason: .notUTF8, offset: start)
    }
    return text
  }

  private mutating func escape() throws(JSONFault) -> Unicode.Scalar {
    let start = position
    position += 1
    let byte = try peek()
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      if let scalar = try codePoint() { return scalar }
      throw JSONFault(reason: .escape, offset: start)
    default: throw JSONFault(reason: .escape, offset: start)
    }
  }

  /// Reads what follows `\u`: four digits, or eight for a surrogate pair; nil for half of one where
  /// the rules refuse it.
  private mutating func codePoint() throws(JSONFault) -> Unicode.Scalar? {
    let first = try hexadecimal()
    guard (0xD800..<0xE000).contains(first) else { return Unicode.Scalar(first) }
    let behind = position
    if first < 0xDC00, bytes[position...].starts(with: "\\u".utf8) {
      position += 2
      let second = try hexadecimal()
      if (0xDC00..<0xE000).contains(second) {
        // RFC 8259, section 7: two halves of ten bits each, above U+FFFF.
        return Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
      }
    }
    position = behind
    return rules.replacesHalves ? "\u{FFFD}" : nil
  }

  private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
    var number: UInt32 = 0
    for _ in 0..<4 {
      let digit = Unicode.Scalar(try peek())
      guard digit.properties.isASCIIHexDigit, let value = Character(digit).hexDigitValue else {
        throw fault(.escape)
      }
      number = number << 4 | UInt32(value)
      position += 1
    }
    return number
  }

  private mutating func skipBlanks() {
    while position < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[position]) {
      position += 1
    }
  }

  /// Returns the next byte without taking it.
  private func peek() throws(JSONFault) -> UInt8 {
    guard position < bytes.count else { throw fault(.endsEarly) }
    return bytes[position]
  }

  private func fault(_ reason: JSONFault.Reason) -> JSONFault {
    JSONFault(reason: reason, offset: position)
  }
}
