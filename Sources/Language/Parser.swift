/// What became of a text.
public enum ParseResult: Sendable {
  /// The text is a script.
  case complete(Script)
  /// More lines could make it a script; the next one is indented by so many blanks. As a file the
  /// text is wrong, for the reason given.
  case incomplete(indent: Int, Diagnostic)
  /// No further text makes it a script.
  case invalid([Diagnostic])
}

/// Turns a text into a tree.
///
/// It knows the forms of the commands through a `Vocabulary`. Several faults of one text are
/// reported together: after each, reading goes on at the next statement.
public struct Parser {
  /// Where a text comes from.
  public enum Mode: Sendable {
    /// A file: aliases mean nothing.
    case script
    /// An entry at a prompt: an alias that is a whole statement is its command.
    case entry
  }

  let source: SourceText
  let vocabulary: any Vocabulary
  let mode: Mode

  /// Reads the tokens; it stands behind `token`.
  var lexer: Lexer

  /// The token that comes next, not yet consumed.
  var token: Token

  /// Where the token consumed last ends.
  var previousEnd = 0

  /// The offsets of the brackets that are open; inside them a newline means nothing.
  var openings: [Int] = []

  /// The offsets of the braces that are open.
  var blocks: [Int] = []

  /// The depth of statements inside statements.
  var statementDepth = 0

  /// The depth of expressions inside expressions.
  var expressionDepth = 0

  /// The loops around this place, inside the nearest function.
  var loopDepth = 0

  /// The functions around this place.
  var functionDepth = 0

  /// The braces that a faulty statement opened and whose contents are read all the same.
  var orphanedBraces = 0

  /// Whether a dotted name with a number in it, such as `encoder.0.weight`, is a parameter.
  var readsParameters = false

  /// What is wrong so far.
  var diagnostics: [Diagnostic] = []

  /// The parts of the text that belong to statements which could not be read.
  var unread: [SourceRange] = []

  /// The names that the text has bound so far.
  var bound: Set<Name> = []

  /// The variables that exist already; nil where names are not checked.
  let known: Set<Name>?

  /// The shapes looked up so far.
  private var shapes: [Name: CommandShape?] = [:]

  /// Parses a text.
  ///
  /// Of a text that is no script, the names of the statements that can be read are checked too if
  /// the variables that exist already are `known`; those of a script are the `Checker`'s.
  public static func parse(
    _ source: SourceText,
    vocabulary: any Vocabulary,
    mode: Mode = .script,
    known: Set<Name>? = nil
  ) -> ParseResult {
    if let fault = source.byteFault() { return .invalid([fault]) }
    var parser = Parser(source, vocabulary: vocabulary, mode: mode, known: known)
    return parser.run()
  }

  private init(
    _ source: SourceText,
    vocabulary: any Vocabulary,
    mode: Mode,
    known: Set<Name>?
  ) {
    self.source = source
    self.vocabulary = vocabulary
    self.mode = mode
    self.known = known
    lexer = Lexer(source)
    token = lexer.next()
  }

  private mutating func run() -> ParseResult {
    do {
      let statements = try statements(isBlock: false)
      if diagnostics.isEmpty, let dangling = lexer.danglingContinuation {
        return .incomplete(indent: 0, continuationFault(at: dangling).diagnostic)
      }
      guard diagnostics.isEmpty else {
        diagnostics += nameFaults(of: statements)
        return .invalid(sortedDiagnostics())
      }
      return .complete(Script(source: source, statements: statements))
    } catch {
      guard error.isIncomplete, diagnostics.isEmpty else {
        if diagnostics.count < Limits.diagnostics { diagnostics.append(error.diagnostic) }
        return .invalid(sortedDiagnostics())
      }
      return .incomplete(indent: 2 * blocks.count, error.diagnostic)
    }
  }

  private func sortedDiagnostics() -> [Diagnostic] {
    let places = diagnostics.map { $0.range?.lowerBound ?? 0 }
    let order = diagnostics.indices.sorted { (places[$0], $0) < (places[$1], $1) }
    return order.prefix(Limits.diagnostics).map { diagnostics[$0] }
  }
}

/// Why a statement cannot be read.
///
/// A class, because errors are passed through every level of a nested expression: a diagnostic
/// held in place would multiply the stack that a level takes.
final class ParseFault: Error {
  /// What is wrong.
  let diagnostic: Diagnostic

  /// Whether more text could mend it.
  let isIncomplete: Bool

  init(_ diagnostic: Diagnostic, isIncomplete: Bool = false) {
    self.diagnostic = diagnostic
    self.isIncomplete = isIncomplete
  }
}

extension Parser {
  /// Consumes the current token.
  mutating func advance() {
    previousEnd = token.range.upperBound
    token = lexer.next(skippingNewlines: !openings.isEmpty)
  }

  /// Returns the token behind the current one.
  func peek() -> Token {
    var ahead = lexer
    return ahead.next(skippingNewlines: !openings.isEmpty)
  }

  /// Returns whether the current token is a symbol.
  func at(_ symbol: Symbol) -> Bool { token.kind == .symbol(symbol) }

  /// Returns whether the current token is a keyword.
  func at(_ keyword: Keyword) -> Bool { token.kind == .keyword(keyword) }

  /// Returns the text of a range.
  func text(_ range: SourceRange) -> String { source.text(range) }

  /// Returns the name that a token spells.
  func identifier(_ token: Token) -> Identifier {
    Identifier(Name(text(token.range)), at: token.range)
  }

  /// Returns the shape of a command, or nil where a name is none.
  mutating func shape(of name: Name) -> CommandShape? {
    if let known = shapes[name] { return known }
    let shape = vocabulary.command(named: name.text)
    shapes[name] = .some(shape)
    return shape
  }

  /// Notes a fault that does not keep the statement from being read.
  mutating func report(
    _ kind: Diagnostic.Kind,
    _ message: String,
    at range: SourceRange,
    hint: String? = nil
  ) {
    guard diagnostics.count < Limits.diagnostics else { return }
    diagnostics.append(Diagnostic(kind, message, at: range, in: source, hint: hint))
  }

  /// Returns a fault of syntax, or of another kind.
  func fault(
    _ message: String,
    at range: SourceRange,
    kind: Diagnostic.Kind = .syntax,
    hint: String? = nil,
    isIncomplete: Bool = false
  ) -> ParseFault {
    ParseFault(
      Diagnostic(kind, message, at: range, in: source, hint: hint),
      isIncomplete: isIncomplete
    )
  }

  /// Opens a bracket at the current token, behind which newlines mean nothing.
  mutating func open() {
    openings.append(token.range.lowerBound)
    advance()
  }

  /// Closes the bracket that was opened last.
  mutating func close(with symbol: Symbol) throws(ParseFault) {
    guard at(symbol) else { throw unexpected("'\(symbol.rawValue)'") }
    openings.removeLast()
    advance()
  }

  /// Consumes a symbol.
  mutating func expect(_ symbol: Symbol, hint: String? = nil) throws(ParseFault) {
    guard at(symbol) else { throw unexpected("'\(symbol.rawValue)'", hint: hint) }
    advance()
  }

  /// Counts an expression inside an expression; the caller counts down again.
  mutating func descend() throws(ParseFault) {
    guard expressionDepth < Limits.nesting else {
      throw fault(
        "expressions cannot be nested deeper than \(Limits.nesting)",
        at: token.range,
        kind: .limit
      )
    }
    expressionDepth += 1
  }
}
