internal import Language

extension Builtin {
  /// The functions of the language itself.
  static let core = [
    tensorCreation, creation, tensorShapes, rearrangement, elementwise, comparison, reductions,
    order, texts, formatting, collections,
  ].flatMap(\.self)
}

extension BuiltinVariable {
  /// The variables of the language itself.
  static let core = [
    BuiltinVariable("args", summary: "The arguments of the running script, a list of strings.") {
      session throws(Diagnostic) in
      try .list(of: (session.arguments.last ?? []).map(Value.string))
    },
    BuiltinVariable("status", summary: "The exit status of the last '!' line.") { session in
      .integer(session.shellStatus)
    },
  ]
}
