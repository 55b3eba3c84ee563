public import Language

/// What a command or a function may use of the session that runs it.
///
/// A class, because it is handed through calls that all act on the same session.
public final class Context {
  /// The session.
  public let session: Session

  /// The variant that the command was called with, where it does not run by itself; without one the
  /// form of its expressions, where it has that.
  public internal(set) var variant: (any Declaration)?

  /// The command's result, which becomes `_`; nil leaves `_` as it is.
  public var result: Value?

  /// The statement behind the command, where it wraps one.
  var body: Step?

  /// How that statement ended.
  private(set) var flow = Flow.normal

  private let frame: Frame
  private let scope: LocalScope?
  private let place: Place

  init(frame: Frame, scope: LocalScope?, place: Place) {
    session = frame.evaluator.session
    self.frame = frame
    self.scope = scope
    self.place = place
  }

  /// The text that is running.
  public var source: SourceText { place.source }

  /// The call that is running: the place to blame.
  public var range: SourceRange { place.range }

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
    _ = try frame.evaluator.finishes { () throws(Unwind) in
      if let body { flow = try body(frame) }
    }
  }

  /// Runs a whole text in the session's own scope, with `arguments` as its `args`.
  public func run(_ text: SourceText, arguments: [String]) throws(Diagnostic) {
    try frame.evaluator.run(sourced: text, arguments: arguments, calledFrom: self)
  }

  /// Returns whether the place that is running sees a variable of that name.
  func isVariable(_ name: Name) -> Bool {
    scope?.holds(name, in: frame) ?? false || session.globals[name] != nil
  }

  /// Shows the page of a command, a function or a variable; of all of them for an empty name.
  public func showHelp(for name: String) throws(Diagnostic) {
    let help = Help(session: session)
    emit(.page(name.isEmpty ? help.overview : try help.page(for: name)))
  }

  /// Ends the session after this command.
  public func quit(_ status: Int) { session.quitStatus = status }
}
