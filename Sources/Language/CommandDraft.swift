/// A command of which the parser has read a part.
struct CommandDraft {
  /// The command's name.
  let name: Identifier

  /// The shape that says what comes next: the command's, or that of the variant it has taken.
  private(set) var shape: CommandShape

  /// The options that count: those of the variant, then those of the command.
  private(set) var knownOptions: [ParameterShape]

  /// The variant's word.
  private(set) var variant: Identifier?

  /// The values read so far.
  var values: [CommandValue] = []

  /// The options read so far.
  var options: [CommandOption] = []

  /// Whether the values stand in parentheses that touch the command's name.
  var isParenthesised = false

  /// The whole expressions read so far, in a command that takes them.
  private(set) var expressionCount = 0

  /// The names of the values by position read so far.
  private(set) var namesByPosition: [String] = []

  /// The values by position that `shape` asked for and that have been read.
  private var positions = 0

  /// Values by position of the command itself that are missing where its variant begins.
  private var missing: [ParameterShape] = []

  /// Begins a command.
  init(_ name: Identifier, _ shape: CommandShape) {
    self.name = name
    self.shape = shape
    knownOptions = shape.options + shape.expressionOptions
  }

  /// The value by position that comes next, or nil if all have been read.
  var nextArgument: ParameterShape? {
    if positions < shape.arguments.count { return shape.arguments[positions] }
    guard let last = shape.arguments.last, last.isRepeating else { return nil }
    return last
  }

  /// Whether the next value must be the word of a variant, or an expression in its place.
  var expectsVariant: Bool {
    !shape.variants.isEmpty && !(nextArgument?.isRequired ?? false)
  }

  /// The values by position that must be there and are not.
  var missingArguments: [ParameterShape] {
    missing + shape.arguments.dropFirst(positions).filter { isMissing($0) }
  }

  /// The options that must be there and are not.
  var missingOptions: [ParameterShape] {
    knownOptions.filter { isMissing($0) }
  }

  /// The command's name with its variant's, as messages show them.
  var title: String {
    variant.map { "\(name.name.text) \($0.name.text)" } ?? name.name.text
  }

  /// Adds the value by position that comes next.
  mutating func append(_ value: CommandValue, as argument: ParameterShape) {
    values.append(value)
    namesByPosition.append(argument.name)
    positions += 1
  }

  /// Adds a whole expression.
  mutating func append(_ expression: Expression) {
    values.append(.expression(expression))
    expressionCount += 1
  }

  /// Goes on with the shape of a variant.
  mutating func take(_ variant: Identifier, _ shape: CommandShape) {
    missing = self.shape.arguments.dropFirst(positions).filter { isMissing($0) }
    knownOptions = shape.options + self.shape.options
    self.variant = variant
    self.shape = shape
    positions = 0
  }

  /// The options given that go with expressions, of which there are none.
  var idleOptions: [CommandOption] {
    guard variant == nil, expressionCount == 0 else { return [] }
    return options.filter { option in
      shape.expressionOptions.contains { $0.name.utf8.elementsEqual(option.name.name.text.utf8) }
    }
  }

  /// Returns the option of a name.
  func option(named name: Name) -> ParameterShape? {
    knownOptions.first { $0.name.utf8.elementsEqual(name.text.utf8) }
  }

  private func isMissing(_ parameter: ParameterShape) -> Bool {
    parameter.isRequired && !options.contains { $0.name.name == Name(parameter.name) }
  }
}
