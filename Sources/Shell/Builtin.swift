public import Language

/// A function that comes with the language, declared the way commands are.
///
/// A class, so that values share it.
public final class Builtin: Sendable {
  /// A parameter of a function.
  public struct Parameter: Sendable {
    /// The name, by which it may be given.
    public let name: String

    /// The default; nil where the parameter must be given.
    public let fallback: Value?

    /// Creates a parameter that must be given.
    public init(_ name: String) {
      self.name = name
      fallback = nil
    }

    /// Creates a parameter that may be missing.
    public init(_ name: String, _ fallback: Value) {
      self.name = name
      self.fallback = fallback
    }
  }

  /// What a function does with its arguments, one for each parameter, then the variadic ones.
  public typealias Body = @Sendable (Context, [Value]) throws(Diagnostic) -> Value

  /// The function's name.
  public let name: Name

  /// The parameters, in order.
  public let parameters: [Parameter]

  /// Whether more values than parameters are taken.
  public let isVariadic: Bool

  /// One sentence that says what it returns.
  public let summary: String

  /// A line that shows its use; the tests run it.
  public let example: String

  let body: Body

  /// Creates a function.
  public init(
    _ name: Name,
    _ parameters: [Parameter],
    isVariadic: Bool = false,
    summary: String,
    example: String,
    body: @escaping Body
  ) {
    self.name = name
    self.parameters = parameters
    self.isVariadic = isVariadic
    self.summary = summary
    self.example = example
    self.body = body
  }

  /// How many arguments by position a call may have.
  public var arity: ClosedRange<Int> {
    let required = parameters.count { $0.fallback == nil }
    return required...(isVariadic ? Int.max : parameters.count)
  }

  /// The function as it is called, such as `sum(x, axis=nil)`.
  public var signature: String {
    let names = parameters.map { parameter in
      parameter.fallback.map { "\(parameter.name)=\($0.literal)" } ?? parameter.name
    }
    return "\(name.text)(\((names + (isVariadic ? ["…"] : [])).joined(separator: ", ")))"
  }
}

/// A name that the session itself gives a value to, such as `train_x` or `status`.
public struct BuiltinVariable: Sendable {
  /// The name.
  public let name: Name

  /// One sentence that says what it holds.
  public let summary: String

  let read: @Sendable (Session) throws(Diagnostic) -> Value

  /// Creates a variable whose value `read` gives each time it is used.
  public init(
    _ name: Name,
    summary: String,
    read: @escaping @Sendable (Session) throws(Diagnostic) -> Value
  ) {
    self.name = name
    self.summary = summary
    self.read = read
  }
}
