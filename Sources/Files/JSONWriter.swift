/// Writes JSON as UTF-8.
public struct JSONWriter {
  private var bytes: [UInt8] = []
  private let indentation: Int?

  /// Returns a value without blanks.
  public static func compact(_ value: JSON) -> [UInt8] {
    var writer = JSONWriter(indentation: nil)
    writer.write(value, level: 0)
    return writer.bytes
  }

  /// Returns a value over many lines, in the form in which Jupyter's own tools write notebooks:
  /// indented by one blank a level, with a newline at the end.
  public static func notebook(_ value: JSON) -> [UInt8] {
    var writer = JSONWriter(indentation: 1)
    writer.write(value, level: 0)
    writer.bytes.append(UInt8(ascii: "\n"))
    return writer.bytes
  }

  private init(indentation: Int?) { self.indentation = indentation }

  private mutating func write(_ value: JSON, level: Int) {
    switch value {
    case .null: bytes += "null".utf8
    case .bool(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let spelling): bytes += spelling.utf8
    case .string(let text): write(text)
    case .array(let elements):
      writeList("[", "]", count: elements.count, level: level) { writer, index in
        writer.write(elements[index], level: level + 1)
      }
    case .object(let object):
      let members = object.members
      writeList("{", "}", count: members.count, level: level) { writer, index in
        writer.write(members[index].name)
        writer.bytes += (writer.indentation == nil ? ":" : ": ").utf8
        writer.write(members[index].value, level: level + 1)
      }
    }
  }

  private mutating func writeList(
    _ open: String,
    _ close: String,
    count: Int,
    level: Int,
    _ element: (inout JSONWriter, Int) -> Void
  ) {
    bytes += open.utf8
    for index in 0..<count {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine(level + 1)
      element(&self, index)
    }
    if count > 0 { breakLine(level) }
    bytes += close.utf8
  }

  private mutating func breakLine(_ level: Int) {
    guard let indentation else { return }
    bytes.append(UInt8(ascii: "\n"))
    bytes += repeatElement(UInt8(ascii: " "), count: indentation * level)
  }

  private mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x08: bytes += #"\b"#.utf8
      case 0x09: bytes += #"\t"#.utf8
      case 0x0A: bytes += #"\n"#.utf8
      case 0x0C: bytes += #"\f"#.utf8
      case 0x0D: bytes += #"\r"#.utf8
      case 0..<0x20:
        bytes += #"\u00"#.utf8
        bytes += [Self.digits[Int(byte >> 4)], Self.digits[Int(byte & 15)]]
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private static let digits = Array("0123456789abcdef".utf8)
}
