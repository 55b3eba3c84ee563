/// A JSON value (RFC 8259).
///
/// Objects keep the order of their names and numbers their spelling, so that what is read and
/// written again is the same text. Foundation's reader keeps neither, and loading it takes longer
/// than a kernel may take to start.
public enum JSON: Equatable, Sendable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A number as it is spelled.
  case number(String)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSON])
  /// Named values in order.
  case object(JSONObject)
}

extension JSON {
  /// Creates a whole number.
  public static func integer(_ value: Int) -> JSON { .number(String(value)) }

  /// Creates a number in the shortest spelling that reads back as the same double.
  ///
  /// - Precondition: the number is finite.
  public static func double(_ value: Double) -> JSON {
    precondition(value.isFinite, "JSON has no word for \(value)")
    return .number(value.description)
  }

  /// The members, if the value is an object.
  public var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

  /// The members of an object, in order; none of anything else.
  public var members: [JSONObject.Member] { object?.members ?? [] }

  /// The elements, if the value is an array.
  public var array: [JSON]? { if case .array(let array) = self { array } else { nil } }

  /// The text, if the value is one.
  public var string: String? { if case .string(let string) = self { string } else { nil } }

  /// The number, if the value is spelled as a whole one and has at most 64 bits.
  public var integer: Int? { if case .number(let spelling) = self { Int(spelling) } else { nil } }

  /// The nearest double, if the value is a number within its range.
  public var double: Double? {
    guard case .number(let spelling) = self, let number = Double(spelling), number.isFinite else {
      return nil
    }
    return number
  }

  /// The truth value, if the value is one.
  public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }

  /// The value of a name of an object.
  ///
  /// Nil where there is none; setting nil removes the name, setting a new one appends it, and
  /// setting one of anything but an object makes an object of it.
  public subscript(name: String) -> JSON? {
    get { object?[name] }
    set {
      var object = object ?? [:]
      object[name] = newValue
      self = .object(object)
    }
  }

  /// The value as UTF-8 without blanks.
  public var text: String { String(decoding: JSONWriter.compact(self), as: UTF8.self) }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// Creates a string.
  public init(stringLiteral value: String) { self = .string(value) }

  /// Creates `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .bool(value) }

  /// Creates a whole number.
  public init(integerLiteral value: Int) { self = .integer(value) }

  /// Creates an array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }

  /// Creates an object, whose names keep their order.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(JSONObject(elements.map { JSONObject.Member($0.0, $0.1) }))
  }
}
