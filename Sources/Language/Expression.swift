/// An expression of the language, with its place.
public struct Expression: Sendable {
  /// The forms an expression takes.
  public indirect enum Kind: Sendable {
    /// A whole number.
    case integer(Int)
    /// A number with a fraction or an exponent, `inf` or `nan`.
    case float(Double)
    /// `true` or `false`
    case bool(Bool)
    /// A string without interpolation.
    case string(String)
    /// A double-quoted string with `\(…)` in it.
    case template([TemplatePart])
    /// `nil`
    case none
    /// A variable or function; `_` is the last value.
    case name(Name)
    /// A parameter's full name, such as `encoder.0.weight`.
    case parameter(String)
    /// `[a, b, …]`
    case list([Expression])
    /// `-x` or `not x`
    case unary(UnaryOperator, Expression)
    /// `left operator right`; the range is the operator's.
    case binary(Expression, BinaryOperator, Expression, SourceRange)
    /// `a < b <= c …`: each link compares the expression before it with its own.
    case comparison(Expression, [ComparisonLink])
    /// `low..high`, half-open.
    case range(Expression, Expression)
    /// `callee(arguments)`
    case call(Expression, [CallArgument])
    /// `base[indices]`
    case subscripted(Expression, [Subscript])
    /// `base.name`
    case member(Expression, Identifier)
  }

  /// The form, with its parts.
  public let kind: Kind

  /// Where the expression stands.
  public let range: SourceRange

  /// Creates an expression.
  public init(_ kind: Kind, at range: SourceRange) {
    self.kind = kind
    self.range = range
  }
}

/// A piece of an interpolated string.
public enum TemplatePart: Sendable {
  /// Text as it is.
  case text(String)
  /// An expression whose value is printed into the text.
  case value(Expression)
}

/// One link of a chained comparison.
public struct ComparisonLink: Sendable {
  /// How the two sides are compared.
  public let comparison: ComparisonOperator

  /// The right-hand side.
  public let right: Expression

  /// Where the operator stands.
  public let operatorRange: SourceRange

  /// Creates a link.
  public init(_ comparison: ComparisonOperator, _ right: Expression, at operatorRange: SourceRange)
  {
    self.comparison = comparison
    self.right = right
    self.operatorRange = operatorRange
  }
}

/// An argument of a call, by position or by name.
public struct CallArgument: Sendable {
  /// The parameter's name where it is given, as in `axis=0`.
  public let label: Identifier?

  /// The value.
  public let value: Expression

  /// Creates an argument.
  public init(label: Identifier?, value: Expression) {
    self.label = label
    self.value = value
  }
}

/// One place between the brackets of a subscript.
public enum Subscript: Sendable {
  /// A single index.
  case index(Expression)
  /// `lower:upper:step`, each of which may be missing.
  case slice(lower: Expression?, upper: Expression?, step: Expression?, range: SourceRange)
}

/// An operator with one operand.
public enum UnaryOperator: String, Sendable {
  case minus = "-"
  case not
}

/// An operator with two operands; `and` and `or` evaluate the right one only if needed.
public enum BinaryOperator: String, Sendable, CaseIterable {
  case or
  case and
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case matrixMultiply = "@"
  case power = "^"
}

/// An operator that compares two values.
public enum ComparisonOperator: String, Sendable, CaseIterable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}
