internal import Language
internal import Tensors

/// Help texts, made of what commands and functions declare.
struct Help {
  let snapshot: SessionSnapshot

  private var catalog: Catalog { snapshot.catalog }

  init(snapshot: SessionSnapshot) { self.snapshot = snapshot }

  init(session: Session) { snapshot = session.snapshot }

  /// Returns the page of a command, a variant, a function or a variable.
  func page(for name: String) throws(Diagnostic) -> String {
    let words = name.split(separator: " ").map(String.init)
    if let first = words.first, let command = catalog.description(of: first) {
      guard words.count > 1 else { return Reference.page(of: command, prefix: "") }
      if let variant = command.variant(named: words[1]) {
        return Reference.page(of: variant, prefix: first + " ")
      }
    }
    if let function = catalog.function(named: Name(name)) {
      return "\(function.signature)\n\n\(function.summary)\n\nExample:\n  \(function.example)\n"
    }
    if let variable = catalog.variable(named: Name(name)) {
      return "\(variable.name.text)\n\n\(variable.summary)\n"
    }
    if let variable = snapshot.variables.first(where: { $0.name == Name(name) }) {
      return "\(name) is \(variable.kind): \(variable.summary)\n"
    }
    let names = catalog.commandNames + catalog.builtins.keys.map(\.text)
    throw Diagnostic(
      .name,
      "no help for '\(name)'",
      hint: Suggestion.closest(to: name, among: names).map { "did you mean '\($0)'?" }
        ?? "'help' lists all commands and functions"
    )
  }

  /// The page that lists all commands and functions.
  var overview: String {
    let width = catalog.commandNames.map(\.count).max() ?? 0
    let commands = catalog.commands.map { command in
      let name = command.manual.name
      let blanks = String(repeating: " ", count: width - name.count)
      return "  \(name)\(blanks)  \(command.manual.summary)"
    }
    let names = catalog.functions.map(\.name.text)
    return """
      Commands ('help NAME' says more):
      \(commands.joined(separator: "\n"))

      Functions:
      \(Self.wrapped(names))

      Variables:
      \(Self.wrapped(catalog.variables.map(\.name.text)))

      """
  }

  private static func wrapped(_ words: [String]) -> String {
    var lines: [String] = []
    for word in words {
      if let last = lines.last, last.count + word.count < 76 {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append("  \(word)")
      }
    }
    return lines.joined(separator: "\n")
  }
}

extension Value {
  /// One short line about a value, for lists of variables.
  public var summary: String {
    switch self {
    case .tensor(let tensor) where tensor.shape.rank > 0: "shape \(tensor.shape)"
    case .view(let view): "shape \(view.shape)"
    case .list(let list) where list.elements.count > 8: "\(list.elements.count) elements"
    default: String(literal.prefix(60))
    }
  }
}
