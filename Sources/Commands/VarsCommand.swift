internal import Language
internal import Shell

/// Lists the session's variables.
struct VarsCommand: Command {
  static let manual = Manual(
    name: "vars",
    summary: "List the session's variables.",
    examples: ["vars"]
  )

  func run(in context: Context) throws(Diagnostic) {
    let variables = context.session.variables
    guard !variables.isEmpty else {
      context.say("no variables yet: 'let x = 1' makes one")
      return
    }
    let rows = variables.map { [$0.name.text, $0.value.kindName, $0.value.summary] }
    let columns = [Table.Column("name"), Table.Column("kind"), Table.Column("value")]
    context.emit(.table(Table(columns: columns, rows: rows)))
  }
}
