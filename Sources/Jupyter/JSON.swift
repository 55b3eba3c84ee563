/// A JSON value (RFC 8259).
///
/// Objects keep the order of their keys and numbers their spelling, so that what is read and
/// written again is the same text. Foundation's reader keeps neither, and loading it takes longer
/// than a kernel may take to start.
public enum JSON: Sendable, Equatable {
  /// A key and its value.
  public struct Member: Sendable, Equatable {
    /// The key.
    public var key: String

    /// The value.
    public var value: JSON

    /// Creates a member.
    public init(_ key: String, _ value: JSON) {
      self.key = key
      self.value = value
    }
  }

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
  /// Named values in order; of a key that stands there twice, the last counts.
  case object([Member])
}

extension JSON {
  /// Creates a whole number.
  public static func integer(_ value: Int) -> JSON { .number(String(value)) }

  /// The members of an object; none of anything else.
  public var members: [Member] {
    if case .object(let members) = self { members } else { [] }
  }

  /// The elements of an array, or nil.
  public var elements: [JSON]? {
    if case .array(let elements) = self { elements } else { nil }
  }

  /// The text of a string, or nil.
  public var text: String? {
    if case .string(let text) = self { text } else { nil }
  }

  /// The value of `true` or `false`, or nil.
  public var flag: Bool? {
    if case .bool(let flag) = self { flag } else { nil }
  }

  /// A number as a whole number of 64 bits, or nil.
  public var wholeNumber: Int? {
    if case .number(let spelling) = self { Int(spelling) } else { nil }
  }

  /// Whether the value is an object.
  public var isObject: Bool {
    if case .object = self { true } else { false }
  }

  /// The value of a key of an object.
  ///
  /// Nil where there is none; setting nil removes the key, setting a new one appends it.
  public subscript(key: String) -> JSON? {
    get { members.last { $0.key == key }?.value }
    set {
      var members = members
      if let newValue, let index = members.lastIndex(where: { $0.key == key }) {
        members[index].value = newValue
      } else {
        members.removeAll { $0.key == key }
        if let newValue { members.append(Member(key, newValue)) }
      }
      self = .object(members)
    }
  }
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

  /// Creates an object, whose keys keep their order.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
}
