public import Language

/// All commands, functions and variables that a session offers.
///
/// A class, so that sessions, parsers and completion share it.
public final class Catalog: Sendable {
  /// Finds the tensor of a full parameter name such as `encoder.0.weight`.
  public typealias ParameterLookup = @Sendable (Session, String) throws(Diagnostic) -> Value

  /// The commands, in alphabetical order.
  public let commands: [CommandDescription]

  /// The functions, in alphabetical order.
  public let functions: [Builtin]

  /// The variables, in alphabetical order.
  public let variables: [BuiltinVariable]

  /// Returns the full names of the parameters that exist at present.
  public let parameterNames: @Sendable (Session) -> [String]

  let lookUpParameter: ParameterLookup
  private let shapes: [String: CommandShape]
  private let aliases: [String: String]
  private let functionsByName: [Name: Builtin]
  private let variablesByName: [Name: BuiltinVariable]

  /// The functions' arities and the variables, by name.
  public let builtins: [Name: ClosedRange<Int>?]

  /// Creates a catalogue; the functions and variables of the language itself are added.
  public init(
    commands: [any Command.Type],
    functions: [Builtin] = [],
    variables: [BuiltinVariable] = [],
    parameterNames: @escaping @Sendable (Session) -> [String] = { _ in [] },
    lookUpParameter: @escaping ParameterLookup
  ) {
    self.commands = commands.map(CommandDescription.init).sorted { $0.manual.name < $1.manual.name }
    self.functions = (functions + Builtin.core).sorted { $0.name.text < $1.name.text }
    self.variables = (variables + BuiltinVariable.core).sorted { $0.name.text < $1.name.text }
    self.parameterNames = parameterNames
    self.lookUpParameter = lookUpParameter
    shapes = Dictionary(uniqueKeysWithValues: self.commands.map { ($0.manual.name, $0.shape) })
    aliases = Dictionary(
      uniqueKeysWithValues: self.commands.flatMap { command in
        command.manual.aliases.map { ($0, command.manual.name) }
      }
    )
    functionsByName = Dictionary(uniqueKeysWithValues: self.functions.map { ($0.name, $0) })
    variablesByName = Dictionary(uniqueKeysWithValues: self.variables.map { ($0.name, $0) })
    var builtins: [Name: ClosedRange<Int>?] = functionsByName.mapValues(\.arity)
    for name in variablesByName.keys { builtins[name] = .some(nil) }
    self.builtins = builtins
  }

  /// The description of a command, or nil.
  public func description(of command: String) -> CommandDescription? {
    commands.first { $0.manual.name == command }
  }

  /// The function of a name, or nil.
  public func function(named name: Name) -> Builtin? { functionsByName[name] }

  /// The variable of a name, or nil.
  public func variable(named name: Name) -> BuiltinVariable? { variablesByName[name] }
}

extension Catalog: Vocabulary {
  /// The names of all commands, in alphabetical order.
  public var commandNames: [String] { commands.map(\.manual.name) }

  /// The shape of a command, or nil if there is none of that name.
  public func command(named name: String) -> CommandShape? { shapes[name] }

  /// The command that an alias stands for, or nil.
  public func command(forAlias alias: String) -> String? { aliases[alias] }
}
