/// What the parser and the checker must know of the commands and names that exist.
///
/// The language knows no command of its own; whoever offers commands describes them here.
public protocol Vocabulary: Sendable {
  /// The names of all commands, in alphabetical order.
  var commandNames: [String] { get }

  /// The shape of a command, or nil if there is none of that name.
  func command(named name: String) -> CommandShape?

  /// The command that an alias such as `q` stands for, as a whole statement at the prompt.
  func command(forAlias alias: String) -> String?

  /// The built-in functions and variables, with the counts of positional arguments that a
  /// function accepts; nil for a variable.
  var builtins: [Name: ClosedRange<Int>?] { get }
}

/// How a command is written.
public struct CommandShape: Sendable {
  /// How a command takes its values.
  public enum Style: Sendable, Equatable {
    /// Each value by its declared kind, separated by blanks.
    case values
    /// After its positional words, whole expressions separated by commas; how many are allowed.
    case expressions(ClosedRange<Int>)
    /// Another statement on the same line, as for `time`.
    case statement
  }

  /// The command's name.
  public let name: String

  /// The values by position.
  public let arguments: [ParameterShape]

  /// The options by name.
  public let options: [ParameterShape]

  /// The options that go with expressions, and with no variant.
  public let expressionOptions: [ParameterShape]

  /// How values are taken.
  public let style: Style

  /// The forms the command takes by the word that follows `arguments`: the name of a dataset, of
  /// an optimizer or of a figure.
  ///
  /// A word that is none of them is an error, unless the command takes expressions.
  public let variants: [String: CommandShape]

  /// Whether a variant's word may be missing.
  public let isVariantOptional: Bool

  /// Whether the command may bind variables that the text does not name, as `source` does.
  public let bindsNames: Bool

  /// Creates a shape.
  public init(
    name: String,
    arguments: [ParameterShape] = [],
    options: [ParameterShape] = [],
    expressionOptions: [ParameterShape] = [],
    style: Style = .values,
    variants: [String: CommandShape] = [:],
    isVariantOptional: Bool = true,
    bindsNames: Bool = false
  ) {
    self.name = name
    self.arguments = arguments
    self.options = options
    self.expressionOptions = expressionOptions
    self.style = style
    self.variants = variants
    self.isVariantOptional = isVariantOptional
    self.bindsNames = bindsNames
  }
}

/// A value or an option of a command.
public struct ParameterShape: Sendable {
  /// The name, as users write and read it.
  public let name: String

  /// What values it takes.
  public let kind: ValueKind

  /// Whether the command cannot do without it.
  public let isRequired: Bool

  /// Whether it takes all the values that follow.
  public let isRepeating: Bool

  /// Creates a parameter.
  public init(name: String, kind: ValueKind, isRequired: Bool = false, isRepeating: Bool = false) {
    self.name = name
    self.kind = kind
    self.isRequired = isRequired
    self.isRepeating = isRepeating
  }

  /// Returns how messages call the parameter of a name that belongs to a command: `train's epochs`.
  public static func subject(_ name: String, of title: String) -> String {
    guard name != title else { return title }
    let isPlural = title.hasSuffix("s") && !title.hasSuffix("ss")
    return title + (isPlural ? "' " : "'s ") + name
  }
}

/// The kind of value that a parameter takes, which also says how it is read.
public enum ValueKind: Sendable, Equatable {
  /// A whole number of a range.
  case integer(ClosedRange<Int>)
  /// A number that satisfies a bound.
  case number(NumberBound)
  /// `true` or `false`
  case flag
  /// A list.
  case list
  /// Any value.
  case expression
  /// A word as it stands.
  case word
  /// A name that a variable may have.
  case name
  /// A file's path.
  case path
  /// A file's path that ends in one of these, such as `.png`, in small or capital letters.
  case file(endings: [String])
  /// One of some words.
  case choice([String])

  /// Whether values are literal text up to a blank, `,`, `;` or `}`.
  public var isWord: Bool {
    switch self {
    case .word, .name, .path, .file, .choice: true
    case .integer, .number, .flag, .list, .expression: false
    }
  }

  /// Whether values are paths.
  public var isPath: Bool {
    switch self {
    case .path, .file: true
    case .integer, .number, .flag, .list, .expression, .word, .name, .choice: false
    }
  }

  /// Returns whether a word may be a value: one of the choices, a path of the right ending, or a name.
  public func allows(_ word: String) -> Bool {
    switch self {
    case .choice(let words): words.contains(word)
    case .file(let endings): endings.contains { word.isFile(ending: $0) }
    case .name: Name(word).isVariable
    case .integer, .number, .flag, .list, .expression, .word, .path: true
    }
  }
}

/// What a number must satisfy to serve as a parameter; NaN and infinities never do.
public enum NumberBound: Sendable, Equatable {
  /// Any finite number.
  case finite
  /// At least zero.
  case notNegative
  /// Above zero.
  case positive
  /// Between two numbers, both included.
  case within(ClosedRange<Double>)
  /// From the lower bound up to but not including the upper.
  case below(Range<Double>)
}

extension String {
  /// Returns whether the last part of a path has an ending, and something before it.
  fileprivate func isFile(ending: String) -> Bool {
    let name = split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    return name.utf8.count > ending.utf8.count && name.lowercased().hasSuffix(ending)
  }
}
