/// A script as the parser understood it.
public struct Script: Sendable {
  /// The text that the statements come from.
  public let source: SourceText

  /// The statements, in order.
  public let statements: [Statement]

  /// Creates a script.
  public init(source: SourceText, statements: [Statement]) {
    self.source = source
    self.statements = statements
  }
}

/// One statement of a script.
public struct Statement: Sendable {
  /// What a statement does.
  public indirect enum Kind: Sendable {
    /// `let NAME = value`
    case binding(Identifier, Expression)
    /// `target = value`, or `target += value` with the operator `+`, and so on.
    case assignment(Target, BinaryOperator?, Expression)
    /// `if … { … } else if … { … } else { … }`
    case conditional([Branch], otherwise: [Statement]?)
    /// `for NAME in values { … }`
    case iteration(Identifier, Expression, [Statement])
    /// `while condition { … }`
    case loop(Expression, [Statement])
    /// `func NAME(…) { … }`
    case function(FunctionDeclaration)
    /// `return [value]`
    case returning(Expression?)
    /// `break`
    case breaking
    /// `continue`
    case continuing
    /// `try { … } catch [NAME] { … }`
    case attempt([Statement], Identifier?, handler: [Statement])
    /// A command with its values and options.
    case command(CommandCall)
    /// An expression, whose value is printed.
    case expression(Expression)
    /// `!` and the rest of the line as it is, without the `!`.
    case shell(String)
    /// `?NAME` or `NAME?`
    case help(Identifier)
  }

  /// What the statement does, with its parts.
  public let kind: Kind

  /// Where it stands, from its first token to its last.
  public let range: SourceRange

  /// Whether a `;` follows, which silences an expression's value.
  public let isSilenced: Bool

  /// Creates a statement.
  public init(_ kind: Kind, at range: SourceRange, isSilenced: Bool = false) {
    self.kind = kind
    self.range = range
    self.isSilenced = isSilenced
  }
}

/// A condition and what runs when it holds.
public struct Branch: Sendable {
  /// The condition, which must be a bool.
  public let condition: Expression

  /// What runs when the condition holds.
  public let body: [Statement]

  /// Creates a branch.
  public init(condition: Expression, body: [Statement]) {
    self.condition = condition
    self.body = body
  }
}

/// What an assignment writes to: a variable, or a part of it.
public struct Target: Sendable {
  /// The variable.
  public let variable: Identifier

  /// One entry for each pair of brackets behind the name.
  public let subscripts: [[Subscript]]

  /// Where the target stands.
  public let range: SourceRange

  /// Creates a target.
  public init(variable: Identifier, subscripts: [[Subscript]], at range: SourceRange) {
    self.variable = variable
    self.subscripts = subscripts
    self.range = range
  }
}

/// A function that a script declares.
///
/// A class, so that function values share it.
public final class FunctionDeclaration: Sendable {
  /// A parameter, with the expression that gives its value when a call does not.
  public struct Parameter: Sendable {
    /// The parameter's name.
    public let identifier: Identifier

    /// The default, evaluated at each call that needs it.
    public let fallback: Expression?

    /// Creates a parameter.
    public init(identifier: Identifier, fallback: Expression?) {
      self.identifier = identifier
      self.fallback = fallback
    }
  }

  /// The function's name.
  public let identifier: Identifier

  /// The parameters, in order.
  public let parameters: [Parameter]

  /// What a call runs.
  public let body: [Statement]

  /// The text that the declaration comes from.
  public let source: SourceText

  /// Creates a declaration.
  public init(
    identifier: Identifier,
    parameters: [Parameter],
    body: [Statement],
    source: SourceText
  ) {
    self.identifier = identifier
    self.parameters = parameters
    self.body = body
    self.source = source
  }
}
