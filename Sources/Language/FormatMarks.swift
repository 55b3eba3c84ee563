/// What only the tree knows of the places in a text, and a formatter must know too.
///
/// Tokens alone do not tell where a command takes a word as it stands, where one of its values ends
/// and the next begins, or which `;` silences a value.
struct FormatMarks {
  /// The words taken as they stand: the offset of each, and where it ends.
  private(set) var words: [Int: Int] = [:]

  /// The options' names: the offset of each, and where the `=` behind it ends.
  private(set) var options: [Int: Int] = [:]

  /// The offsets at which a value of a command, or the statement that it wraps, begins.
  private(set) var valueStarts: Set<Int> = []

  /// Where the statements end behind which a `;` means something.
  private(set) var silencedEnds: Set<Int> = []

  /// Creates the marks of a script.
  init(_ script: Script) { add(script.statements) }

  private mutating func add(_ statements: [Statement]) {
    for statement in statements { add(statement) }
  }

  private mutating func add(_ statement: Statement) {
    switch statement.kind {
    case .conditional(let branches, let otherwise):
      for branch in branches { add(branch.body) }
      add(otherwise ?? [])
    case .iteration(_, _, let body), .loop(_, let body): add(body)
    case .function(let declaration): add(declaration.body)
    case .attempt(let body, _, let handler):
      add(body)
      add(handler)
    case .command(let call): add(call, isSilenced: statement.isSilenced)
    case .expression where statement.isSilenced:
      silencedEnds.insert(statement.range.upperBound)
    case .binding, .assignment, .returning, .breaking, .continuing, .expression, .shell, .help:
      break
    }
  }

  private mutating func add(_ call: CommandCall, isSilenced: Bool) {
    if let variant = call.variant { words[variant.range.lowerBound] = variant.range.upperBound }
    for value in call.values {
      valueStarts.insert(value.range.lowerBound)
      add(value)
    }
    for option in call.options {
      // The `=` touches the name.
      options[option.name.range.lowerBound] = option.name.range.upperBound + 1
      add(option.value)
    }
    add(call.body)
    guard let body = call.body.first else { return }
    valueStarts.insert(body.range.lowerBound)
    if isSilenced { silencedEnds.insert(body.range.upperBound) }
  }

  private mutating func add(_ value: CommandValue) {
    guard case .word(_, let range) = value else { return }
    words[range.lowerBound] = range.upperBound
  }
}
