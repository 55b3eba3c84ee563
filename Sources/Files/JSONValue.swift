/// A JSON value.
public enum JSONValue: Equatable, Sendable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A number without fraction and exponent that fits in 64 bits, exactly.
  case integer(Int)
  /// Any other number, as the nearest double.
  case number(Double)
  /// A text.
  case string(String)
  /// Values in order.
  case array([JSONValue])
  /// Named values in order.
  case object(JSONObject)
}

/// The members of a JSON object, in the order in which they stand.
///
/// Two names are the same only if their bytes are: Unicode's equivalence plays no part.
public struct JSONObject: Equatable, Sendable {
  /// A name and its value.
  public struct Member: Equatable, Sendable {
    /// The name.
    public var name: String

    /// The value.
    public var value: JSONValue

    /// Creates a member.
    public init(_ name: String, _ value: JSONValue) {
      self.name = name
      self.value = value
    }

    /// Returns whether name and value are the same.
    public static func == (left: Member, right: Member) -> Bool {
      left.name.utf8.elementsEqual(right.name.utf8) && left.value == right.value
    }
  }

  /// The members, in order.
  public var members: [Member]

  /// Creates an object from its members.
  ///
  /// - Precondition: no two names are the same.
  public init(_ members: [Member]) { self.members = members }

  /// The value of a name, or nil; all members are looked at.
  public subscript(name: String) -> JSONValue? {
    members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
  }
}

extension JSONValue {
  /// The members, if the value is an object.
  public var object: JSONObject? { if case .object(let object) = self { object } else { nil } }

  /// The elements, if the value is an array.
  public var array: [JSONValue]? { if case .array(let array) = self { array } else { nil } }

  /// The text, if the value is one.
  public var string: String? { if case .string(let string) = self { string } else { nil } }

  /// The number, if the value is a whole one that is exact.
  public var integer: Int? { if case .integer(let integer) = self { integer } else { nil } }

  /// The number, if the value is one.
  public var double: Double? {
    switch self {
    case .integer(let integer): Double(integer)
    case .number(let number): number
    default: nil
    }
  }

  /// The truth value, if the value is one.
  public var bool: Bool? { if case .bool(let bool) = self { bool } else { nil } }
}
