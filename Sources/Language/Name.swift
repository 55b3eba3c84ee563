/// The name of a variable, function or parameter, told apart by its bytes.
///
/// Swift's `String` calls two texts equal when Unicode calls them canonically equivalent; names that
/// look alike but are written differently stay different here.
public struct Name: Hashable, Sendable {
  /// The name as written.
  public let text: String

  /// Creates a name.
  public init(_ text: String) { self.text = text }

  /// Returns whether two names have the same bytes.
  public static func == (left: Name, right: Name) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }

  /// Feeds the bytes of the name to the hasher.
  public func hash(into hasher: inout Hasher) {
    var copy = text
    copy.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension Name {
  /// Whether a variable may be called so, commands aside: letters, digits and `_`, and no keyword.
  public var isVariable: Bool {
    let lexer = Lexer(SourceText(name: "", text))
    let isWhole = lexer.endOfName(from: 0) == lexer.bytes.count
    return isWhole && self != "_" && !ReservedWords.all.contains(text)
      && text.utf8.count <= Limits.nameLength
  }
}

extension Name: ExpressibleByStringLiteral {
  /// Creates a name from a literal.
  public init(stringLiteral value: String) { self.init(value) }
}

/// A name at a place of a text.
public struct Identifier: Sendable {
  /// The name.
  public let name: Name

  /// Where it stands.
  public let range: SourceRange

  /// Creates an identifier.
  public init(_ name: Name, at range: SourceRange) {
    self.name = name
    self.range = range
  }
}
