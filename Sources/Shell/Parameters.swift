public import Language

/// A value by position.
@propertyWrapper
public struct Argument<Value: ParameterValue>: DeclaredParameter {
  let slot: ParameterSlot
  private let box: ParameterBox<Value>

  /// The value given, or the default.
  public var wrappedValue: Value { box.value }

  /// Declares an argument that may be missing, and may be given as an option of the same name.
  public init(wrappedValue: Value, _ summary: String, _ kind: ValueKind? = nil) {
    box = ParameterBox(wrappedValue)
    slot = ParameterSlot(
      position: .argument,
      summary: summary,
      kind: kind ?? Value.kind,
      written: wrappedValue.written,
      accept: box.accept
    )
  }

  /// Declares an argument that may be missing and has no default.
  public init(_ summary: String, _ kind: ValueKind? = nil) where Value: ExpressibleByNilLiteral {
    self.init(wrappedValue: nil, summary, kind)
  }

  /// Declares an argument that must be given.
  @_disfavoredOverload
  public init(_ summary: String, _ kind: ValueKind? = nil) {
    box = ParameterBox(nil)
    slot = ParameterSlot(
      position: .argument,
      summary: summary,
      kind: kind ?? Value.kind,
      isRequired: true,
      accept: box.accept
    )
  }
}

/// A value by name, as in `lr=1e-3`.
@propertyWrapper
public struct Option<Value: ParameterValue>: DeclaredParameter {
  let slot: ParameterSlot
  private let box: ParameterBox<Value>

  /// The value given, or the default.
  public var wrappedValue: Value { box.value }

  /// Declares an option.
  public init(wrappedValue: Value, _ summary: String, _ kind: ValueKind? = nil) {
    box = ParameterBox(wrappedValue)
    slot = ParameterSlot(
      position: .option,
      summary: summary,
      kind: kind ?? Value.kind,
      written: wrappedValue.written,
      accept: box.accept
    )
  }
}

extension Option where Value: ExpressibleByNilLiteral {
  /// Declares an option without a default.
  public init(_ summary: String, _ kind: ValueKind? = nil) {
    self.init(wrappedValue: nil, summary, kind)
  }
}

/// All the values that follow by position.
@propertyWrapper
public struct Arguments<Element: ParameterValue>: DeclaredParameter {
  let slot: ParameterSlot
  private let box: ParameterBox<[Element]>

  /// The values given.
  public var wrappedValue: [Element] { box.value }

  /// Declares an argument that takes all the values that follow.
  public init(_ summary: String, _ kind: ValueKind? = nil) {
    let box = ParameterBox<[Element]>([])
    self.box = box
    slot = ParameterSlot(
      position: .repeatingArgument,
      summary: summary,
      kind: kind ?? Element.kind,
      accept: { value in
        guard let element = Element(value) else { return false }
        box.value.append(element)
        return true
      }
    )
  }
}

/// The values of whole expressions, separated by commas.
@propertyWrapper
public struct Expressions: DeclaredParameter {
  let slot: ParameterSlot
  private let box: ParameterBox<[Value]>
  private let texts: ParameterBox<[String]>

  /// The values given.
  public var wrappedValue: [Value] { box.value }

  /// The expressions as they were written, one for each value.
  public var projectedValue: [String] { texts.value }

  /// Declares expressions, of which there must be as many as `count` allows.
  public init(_ summary: String, count: ClosedRange<Int>) {
    let box = ParameterBox<[Value]>([])
    let texts = ParameterBox<[String]>([])
    self.box = box
    self.texts = texts
    slot = ParameterSlot(
      position: .expressions(count),
      summary: summary,
      kind: .expression,
      accept: { value in
        box.value.append(value)
        return true
      },
      note: { texts.value.append($0) }
    )
  }
}

/// Another statement on the same line; it runs through `Context.runBody()`.
@propertyWrapper
public struct Body: DeclaredParameter {
  let slot: ParameterSlot

  /// Nothing: the statement is not a value.
  public var wrappedValue: Void { () }

  /// Declares a statement.
  public init(_ summary: String) {
    slot = ParameterSlot(
      position: .statement,
      summary: summary,
      kind: .expression,
      accept: { _ in false }
    )
  }
}

/// A property wrapper that declares a parameter.
protocol DeclaredParameter {
  var slot: ParameterSlot { get }
}

/// What a declaration says of one parameter, and where its value goes.
struct ParameterSlot {
  enum Position: Equatable {
    case argument, repeatingArgument, option, statement
    case expressions(ClosedRange<Int>)
  }

  let position: Position
  let summary: String
  let kind: ValueKind
  var isRequired = false
  /// The default as a user would write it, nil for none.
  var written: String?
  /// Takes a value, or returns false where its kind is wrong.
  let accept: (Value) -> Bool
  /// Takes the text of a value that was accepted.
  var note: (String) -> Void = { _ in }

  /// Whether it takes whole expressions.
  var takesExpressions: Bool {
    if case .expressions = position { true } else { false }
  }
}

/// The memory of a parameter's value, shared by the copies of its property wrapper.
final class ParameterBox<Value> {
  private var stored: Value?

  init(_ value: Value?) { stored = value }

  var value: Value {
    get {
      guard let stored else { preconditionFailure("a required argument is read before it is set") }
      return stored
    }
    set { stored = newValue }
  }
}

extension ParameterBox where Value: ParameterValue {
  func accept(_ value: Shell.Value) -> Bool {
    guard let converted = Value(value) else { return false }
    stored = converted
    return true
  }
}
