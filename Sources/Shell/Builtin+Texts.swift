internal import Language
internal import Tensors

extension Builtin {
  static let texts = [
    Builtin(
      "str",
      [Parameter("x")],
      summary: "Returns a value as print shows it.",
      example: "str(1.5) + \"!\""
    ) { _, arguments in .string(arguments[0].printed) },
    Builtin(
      "num",
      [Parameter("text")],
      summary: "Returns the number that a text spells.",
      example: "num(\"1e-3\")"
    ) { _, arguments throws(Diagnostic) in
      if arguments[0].number != nil { return arguments[0] }
      let text = try BuiltinArguments.string(arguments[0], "text", of: "num")
      if let integer = Int(text), text.utf8.first != 43 { return .integer(integer) }
      guard let number = decimal(text) else {
        throw Diagnostic(.value, "num() needs a number, not '\(text)'")
      }
      return .float(number)
    },
    Builtin(
      "int",
      [Parameter("x")],
      summary: "Returns a number without its fraction, or the integer that a text spells.",
      example: "int(\"42\")"
    ) { _, arguments throws(Diagnostic) in
      if case .string(let text) = arguments[0] {
        guard let integer = Int(text), text.utf8.first != 43 else {
          throw Diagnostic(.value, "int() needs an integer, not '\(text)'")
        }
        return .integer(integer)
      }
      let number = try BuiltinArguments.number(arguments[0], "x", of: "int")
      if case .integer = arguments[0] { return arguments[0] }
      guard let integer = Int(exactly: number.rounded(.towardZero)) else {
        throw Diagnostic(.value, "int() of \(number) does not fit in 64 bits")
      }
      return .integer(integer)
    },
    Builtin(
      "upper",
      [Parameter("text")],
      summary: "Returns a text in capital letters.",
      example: "upper(\"mse\")"
    ) { _, arguments throws(Diagnostic) in
      .string(try BuiltinArguments.string(arguments[0], "text", of: "upper").uppercased())
    },
    Builtin(
      "lower",
      [Parameter("text")],
      summary: "Returns a text in small letters.",
      example: "lower(\"MSE\")"
    ) { _, arguments throws(Diagnostic) in
      .string(try BuiltinArguments.string(arguments[0], "text", of: "lower").lowercased())
    },
  ]

  /// Reads a number as the language writes it; Swift alone would take hexadecimal as well.
  private static func decimal(_ text: String) -> Double? {
    guard text.utf8.allSatisfy({ "0123456789.eE+-".utf8.contains($0) }),
      let number = Double(text), number.isFinite
    else { return ["inf": .infinity, "-inf": -.infinity, "nan": .nan][text] }
    return number
  }

  static let collections = [
    Builtin(
      "len",
      [Parameter("x")],
      summary: "Returns the number of elements of a list, range or record, code points or rows.",
      example: "len([1, 2, 3])"
    ) { _, arguments throws(Diagnostic) in
      switch arguments[0] {
      case .list(let list): return .integer(list.elements.count)
      case .string(let text): return .integer(text.unicodeScalars.count)
      case .range(let range): return .integer(range.count)
      case .record(let record): return .integer(record.fields.count)
      case .tensor(let tensor) where tensor.shape.rank > 0: return .integer(tensor.shape[0])
      case .view(let view): return .integer(view.shape[0])
      default: throw Diagnostic(.type, "\(arguments[0].kindPhrase) has no length")
      }
    },
    Builtin(
      "range",
      [Parameter("start"), Parameter("stop", .none)],
      summary: "Returns the whole numbers from start, or 0, up to, not including, stop.",
      example: "range(3)"
    ) { _, arguments throws(Diagnostic) in
      let first = try BuiltinArguments.integer(arguments[0], "start", of: "range")
      if case .none = arguments[1] { return .range(0..<max(first, 0)) }
      let last = try BuiltinArguments.integer(arguments[1], "stop", of: "range")
      return .range(first..<max(first, last))
    },
    Builtin(
      "keys",
      [Parameter("record")],
      summary: "Returns the names of a record's fields.",
      example: "keys(_)"
    ) { _, arguments throws(Diagnostic) in
      guard case .record(let record) = arguments[0] else {
        throw Diagnostic(.type, "keys() needs a record, not \(arguments[0].kindPhrase)")
      }
      return try .list(of: record.fields.map { .string($0.name.text) })
    },
    Builtin(
      "type",
      [Parameter("x")],
      summary: "Returns the kind of a value.",
      example: "type(1.5)"
    ) { _, arguments in .string(arguments[0].kindName) },
    Builtin(
      "exists",
      [Parameter("name")],
      summary: "Returns whether a variable of that name exists.",
      example: "exists(\"x\")"
    ) { context, arguments throws(Diagnostic) in
      let name = try BuiltinArguments.string(arguments[0], "name", of: "exists")
      return .bool(context.isVariable(Name(name)))
    },
    Builtin(
      "env",
      [Parameter("name"), Parameter("fallback", .none)],
      summary: "Returns an environment variable, or the fallback where it is not set.",
      example: "env(\"HOME\")"
    ) { context, arguments throws(Diagnostic) in
      let name = try BuiltinArguments.string(arguments[0], "name", of: "env")
      return context.session.options.environment[name].map(Value.string) ?? arguments[1]
    },
  ]
}
