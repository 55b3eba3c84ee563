internal import Language

/// The text of a command's page, for `help` and for the reference.
enum Reference {
  static func page(of command: CommandDescription, prefix: String) -> String {
    var text = "\(usage(of: command, prefix: prefix))\n\n\(command.manual.summary)\n"
    if !command.manual.details.isEmpty { text += "\n\(command.manual.details)\n" }
    text += parameters(of: command)
    for variant in command.variants {
      let words = "\(prefix)\(command.manual.name) "
      text += "\n  \(usage(of: variant, prefix: words))\n      \(variant.manual.summary)\n"
    }
    if !command.manual.results.isEmpty {
      text += "\nResult: a record of \(command.manual.results.joined(separator: ", ")), also in _\n"
    }
    let examples = command.manual.examples.map { "  \($0)\n" }.joined()
    return examples.isEmpty ? text : text + "\nExamples:\n\(examples)"
  }

  /// Returns the line that shows how a command is written.
  static func usage(of command: CommandDescription, prefix: String) -> String {
    var words = [prefix + command.manual.name]
    for argument in command.arguments {
      let name = argument.name.uppercased() + (argument.isRepeating ? "…" : "")
      words.append(argument.isRequired ? name : "[\(name)]")
    }
    if !command.variants.isEmpty {
      let names = command.variants.map(\.manual.name).joined(separator: "|")
      words.append(command.isVariantOptional ? "[\(names)]" : names)
    }
    switch command.style {
    case .values: break
    case .expressions(let count):
      words.append(count.lowerBound == 0 ? "[EXPR, …]" : count.upperBound == 1 ? "EXPR" : "EXPR, …")
    case .statement: words.append("COMMAND")
    }
    for option in command.options + command.expressionOptions {
      words.append("[\(option.name)=\(option.shownFallback ?? option.kind.placeholder)]")
    }
    return words.joined(separator: " ")
  }

  private static func parameters(of command: CommandDescription) -> String {
    let all =
      command.arguments + (command.rest.map { [$0] } ?? []) + command.options
      + command.expressionOptions
    guard !all.isEmpty else { return "" }
    let width = all.map(\.name.count).max() ?? 0
    let lines = all.map { parameter in
      let blanks = String(repeating: " ", count: width - parameter.name.count)
      let expected = parameter.kind == .expression ? "" : " Takes \(parameter.kind.expectation)."
      let fallback = parameter.shownFallback.map { " Default: \($0)." } ?? ""
      return "  \(parameter.name)\(blanks)  \(parameter.summary)\(expected)\(fallback)"
    }
    return "\n" + lines.joined(separator: "\n") + "\n"
  }
}

extension CommandDescription.Parameter {
  /// The default, or nil where it is nothing that could be seen.
  fileprivate var shownFallback: String? { fallback == "" ? nil : fallback }
}

extension ValueKind {
  /// What stands for a value in a usage line.
  fileprivate var placeholder: String {
    switch self {
    case .integer: "N"
    case .number: "X"
    case .flag: "true|false"
    case .list: "[…]"
    case .expression: "EXPR"
    case .word: "TEXT"
    case .name: "NAME"
    case .path, .file: "PATH"
    case .choice(let choices): choices.joined(separator: "|")
    }
  }
}
