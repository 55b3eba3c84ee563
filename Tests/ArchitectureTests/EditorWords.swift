import Language
import Shell

/// The words of the language by what they are, for editors.
struct EditorWords {
  let conditionals = ["if", "else"]
  let loops = ["for", "in", "while"]
  let exceptions = ["try", "catch"]
  let operators = ["and", "or", "not"]
  let constants = ["true", "false", "nil", "inf", "nan"]

  /// The other keywords.
  let statements: [String]

  /// The commands.
  let commands: [String]

  /// The commands that wrap another statement.
  let wrappers: [String]

  /// The names that may stand before a `=` in a command.
  let options: [String]

  /// The variants' and figures' names, and other words that a command chooses among.
  let choices: [String]

  /// The functions.
  let functions: [String]

  /// The variables that come with the language.
  let variables: [String]

  /// Creates the words of a catalogue.
  init(_ catalog: Catalog) {
    let grouped = conditionals + loops + exceptions + operators + constants
    statements = ReservedWords.all.filter { !grouped.contains($0) }
    commands = catalog.commandNames
    wrappers = catalog.commands.filter { $0.style == .statement }.map(\.manual.name)
    let all = catalog.commands.flatMap { [$0] + $0.variants }
    let parameters = all.flatMap(\.arguments).filter { !$0.isRequired && !$0.isRepeating }
    options = Self.sorted((parameters + all.flatMap(\.options)).map(\.name))
    choices = Self.sorted(
      catalog.commands.flatMap(\.variants).map(\.manual.name)
        + (all.flatMap(\.options) + all.flatMap(\.arguments)).flatMap { parameter in
          Self.choices(of: parameter.kind)
        }
    )
    functions = catalog.functions.map(\.name.text)
    variables = catalog.variables.map(\.name.text)
  }

  /// What the generated files say of themselves.
  static let origin =
    "Generated from the catalogue of commands; the tests write it with AEREPL_UPDATE_DOCS=1."

  private static func choices(of kind: ValueKind) -> [String] {
    if case .choice(let choices) = kind { choices } else { [] }
  }

  private static func sorted(_ words: [String]) -> [String] { Set(words).sorted() }
}
