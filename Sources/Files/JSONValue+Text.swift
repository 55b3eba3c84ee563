extension JSONValue {
  /// The value as JSON without blanks, in ASCII but for what strings hold.
  ///
  /// - Precondition: all numbers are finite.
  public var text: String {
    switch self {
    case .null: return "null"
    case .bool(let bool): return bool ? "true" : "false"
    case .integer(let integer): return String(integer)
    case .number(let number):
      precondition(number.isFinite, "JSON has no word for \(number)")
      return "\(number)"
    case .string(let string): return Self.quoted(string)
    case .array(let elements): return "[" + elements.map(\.text).joined(separator: ",") + "]"
    case .object(let object):
      let members = object.members.map { Self.quoted($0.name) + ":" + $0.value.text }
      return "{" + members.joined(separator: ",") + "}"
    }
  }

  /// Returns a text in quotation marks, with escapes where JSON asks for them.
  public static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case ..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
