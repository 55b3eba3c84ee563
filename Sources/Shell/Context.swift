public import Language

/// What a command or a function may use of the session that runs it.
///
/// A class, because it is handed through calls that all act on the same session.
public final class Context {
  /// The session.
  public let session: Session

  /// The text that is running.
  public internal(set) var source: SourceText

  /// The call that is running: the place to blame.
  public internal(set) var range: SourceRange

  /// The variant that the command was called with, where it does not run by itself; without one the
  /// form of its expressions, where it has that.
  public internal(set) var variant: (any Declaration)?

  /// The command's result, which becomes `_`; nil leaves `_` as it is.
  public var result: Value?

  let evaluator: Evaluator
  var body: [Statement] = []

  init(session: Session, evaluator: Evaluator, source: SourceText, range: SourceRange) {
    self.session = session
    self.evaluator = evaluator
    self.source = source
    self.range = range
  }

  /// Shows an event to the user.
  public func emit(_ event: Event) { session.host.receive(event) }

  /// Shows a line of text.
  public func say(_ line: String) { emit(.text(line + "\n", .output)) }

  /// Whether the user wants the command to stop.
  public var isInterrupted: Bool { session.interruption.isRequested }

  /// Throws where the user wants the command to stop.
  public func checkInterruption(_ message: String = "interrupted") throws(Diagnostic) {
    if isInterrupted { throw Diagnostic(.interrupted, message) }
  }

  /// Runs the statement that a command such as `time` wraps.
  public func runBody() throws(Diagnostic) {
    try evaluator.run(body: body, from: source)
  }

  /// Runs a whole text in the session's own scope, with `arguments` as its `args`.
  public func run(_ text: SourceText, arguments: [String]) throws(Diagnostic) {
    try evaluator.run(sourced: text, arguments: arguments, calledFrom: self)
  }

  /// Shows the page of a command, a function or a variable; of all of them for an empty name.
  public func showHelp(for name: String) throws(Diagnostic) {
    let help = Help(session: session)
    emit(.page(name.isEmpty ? help.overview : try help.page(for: name)))
  }

  /// Ends the session after this command.
  public func quit(_ status: Int) { session.quitStatus = status }
}
