/// The members of a JSON object, in the order in which they stand.
///
/// Two names are the same only if their bytes are: Unicode's equivalence plays no part.
public struct JSONObject: Equatable, Sendable {
  /// A name and its value.
  public struct Member: Equatable, Sendable {
    /// The name.
    public var name: String

    /// The value.
    public var value: JSON

    /// Creates a member.
    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }

    /// Returns whether name and value are the same.
    public static func == (left: Member, right: Member) -> Bool {
      left.isNamed(right.name) && left.value == right.value
    }

    fileprivate func isNamed(_ other: String) -> Bool { name.utf8.elementsEqual(other.utf8) }
  }

  /// The members, in order.
  public var members: [Member]

  /// Creates an object from its members.
  public init(_ members: [Member]) { self.members = members }

  /// The value of a name; of one that stands there twice, the last counts.
  ///
  /// Nil where there is none; setting nil removes the name, setting a new one appends it. All
  /// members are looked at.
  public subscript(name: String) -> JSON? {
    get { members.last { $0.isNamed(name) }?.value }
    set {
      if let newValue, let index = members.lastIndex(where: { $0.isNamed(name) }) {
        members[index].value = newValue
      } else {
        members.removeAll { $0.isNamed(name) }
        if let newValue { members.append(Member(name, newValue)) }
      }
    }
  }
}

extension JSONObject: ExpressibleByDictionaryLiteral {
  /// Creates an object, whose names keep their order.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    members = elements.map { Member($0.0, $0.1) }
  }
}
