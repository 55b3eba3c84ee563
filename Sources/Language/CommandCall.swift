/// A command in a script, with what it is given.
public struct CommandCall: Sendable {
  /// The command's name.
  public let name: Identifier

  /// The variant's word, such as `mnist` in `dataset mnist`, where the command has variants.
  public let variant: Identifier?

  /// The values by position, the variant's word not counted.
  public let values: [CommandValue]

  /// The options, in the order in which they were written.
  public let options: [CommandOption]

  /// The command that this one wraps, as in `time train 1`.
  public let body: [Statement]

  /// Where the call stands.
  public let range: SourceRange

  /// Creates a call.
  public init(
    name: Identifier,
    variant: Identifier? = nil,
    values: [CommandValue] = [],
    options: [CommandOption] = [],
    body: [Statement] = [],
    at range: SourceRange
  ) {
    self.name = name
    self.variant = variant
    self.values = values
    self.options = options
    self.body = body
    self.range = range
  }
}

/// A value given to a command.
public enum CommandValue: Sendable {
  /// A word taken as it stands: a path, a name or a choice.
  case word(String, SourceRange)
  /// A value to be evaluated.
  case expression(Expression)

  /// Where the value stands.
  public var range: SourceRange {
    switch self {
    case .word(_, let range): range
    case .expression(let expression): expression.range
    }
  }
}

/// An option given to a command, as in `lr=1e-3`.
public struct CommandOption: Sendable {
  /// The option's name.
  public let name: Identifier

  /// The value behind the `=`.
  public let value: CommandValue

  /// Creates an option.
  public init(name: Identifier, value: CommandValue) {
    self.name = name
    self.value = value
  }
}
