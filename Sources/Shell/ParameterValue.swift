public import Language

/// A Swift type that a parameter of a command may have.
public protocol ParameterValue {
  /// The kind that users see, where the declaration gives none of its own.
  static var kind: ValueKind { get }

  /// Creates the Swift value from a value of the language, or returns nil where the kind is wrong.
  ///
  /// Words arrive as strings.
  init?(_ value: Value)

  /// The value as a user would write it; nil where there is none to show.
  var written: String? { get }
}

extension Int: ParameterValue {
  /// The kind that users see.
  public static var kind: ValueKind { .integer(Int.min...Int.max) }

  /// Creates the Swift value, or returns nil where the kind is wrong.
  public init?(_ value: Value) {
    guard let number = value.wholeNumber else { return nil }
    self = number
  }

  /// The value as a user would write it.
  public var written: String? { String(self) }
}

extension Double: ParameterValue {
  /// The kind that users see.
  public static var kind: ValueKind { .number(.finite) }

  /// Creates the Swift value, or returns nil where the kind is wrong.
  public init?(_ value: Value) {
    guard let number = value.number else { return nil }
    self = number
  }

  /// The value as a user would write it.
  public var written: String? {
    let text = description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}

extension Bool: ParameterValue {
  /// The kind that users see.
  public static var kind: ValueKind { .flag }

  /// Creates the Swift value, or returns nil where the kind is wrong.
  public init?(_ value: Value) {
    guard case .bool(let bool) = value else { return nil }
    self = bool
  }

  /// The value as a user would write it.
  public var written: String? { String(self) }
}

extension String: ParameterValue {
  /// The kind that users see.
  public static var kind: ValueKind { .word }

  /// Creates the Swift value, or returns nil where the kind is wrong.
  public init?(_ value: Value) {
    guard case .string(let text) = value else { return nil }
    self = text
  }

  /// The value as a user would write it.
  public var written: String? { self }
}

extension Value: ParameterValue {
  /// The kind that users see.
  public static var kind: ValueKind { .expression }

  /// Creates the Swift value, or returns nil where the kind is wrong.
  public init?(_ value: Value) { self = value }

  /// The value as a user would write it.
  public var written: String? { literal }
}

extension Optional: ParameterValue where Wrapped: ParameterValue {
  /// The kind that users see.
  public static var kind: ValueKind { Wrapped.kind }

  /// Creates the Swift value, or returns nil where the kind is wrong.
  public init?(_ value: Value) {
    guard let wrapped = Wrapped(value) else { return nil }
    self = wrapped
  }

  /// The value as a user would write it.
  public var written: String? { flatMap(\.written) }
}

/// A file's path, as the user wrote it.
public struct Path: ParameterValue, Sendable, Equatable {
  /// The path.
  public let text: String

  /// Creates a path.
  public init(_ text: String) { self.text = text }

  /// The kind that users see.
  public static var kind: ValueKind { .path }

  /// Creates the Swift value, or returns nil where the kind is wrong.
  public init?(_ value: Value) {
    guard case .string(let text) = value else { return nil }
    self.text = text
  }

  /// The value as a user would write it.
  public var written: String? { text }
}

/// A set of words of which a parameter takes one: an enum with a string for each case.
public protocol Choice: ParameterValue, CaseIterable, RawRepresentable where RawValue == String {}

extension Choice {
  /// The kind that users see.
  public static var kind: ValueKind { .choice(allCases.map(\.rawValue)) }

  /// Creates the Swift value, or returns nil where the kind is wrong.
  public init?(_ value: Value) {
    guard case .string(let text) = value else { return nil }
    self.init(rawValue: text)
  }

  /// The value as a user would write it.
  public var written: String? { rawValue }
}
