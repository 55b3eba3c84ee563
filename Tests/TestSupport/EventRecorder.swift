public import Language
public import Shell

/// A host that keeps what a session shows, for tests to look at.
public final class EventRecorder: SessionHost {
  /// All events, in order.
  public private(set) var events: [Event] = []

  /// The lines that `readLine` hands out, first to last.
  public var input: [String]

  /// The commands that were handed to the shell.
  public private(set) var shellCommands: [String] = []

  /// The status that shell commands end with.
  public var shellStatus = 0

  /// What is called with each event, at once.
  public var onEvent: (Event) -> Void = { _ in }

  /// Creates a recorder with lines for `readLine`.
  public init(input: [String] = []) { self.input = input }

  /// Keeps an event.
  public func receive(_ event: Event) {
    events.append(event)
    onEvent(event)
  }

  /// Returns the next of the lines to hand out, or nil.
  public func readLine(prompt: String) -> String? {
    input.isEmpty ? nil : input.removeFirst()
  }

  /// Keeps a command, and runs nothing.
  public func runShell(_ command: String, interruption: Interruption) -> Int {
    shellCommands.append(command)
    return shellStatus
  }

  /// Forgets the events.
  public func clear() { events.removeAll() }

  /// The diagnostics, in order.
  public var diagnostics: [Diagnostic] {
    events.compactMap { if case .diagnostic(let diagnostic) = $0 { diagnostic } else { nil } }
  }

  /// The pictures, in order.
  public var images: [Image] {
    events.compactMap { if case .image(let image) = $0 { image } else { nil } }
  }

  /// What a reader of a pipe sees on standard output, as lines.
  public var lines: [String] {
    var text = ""
    for event in events {
      switch event {
      case .text(let piece, .output), .page(let piece): text += piece
      case .text(_, .error), .progress, .clear, .diagnostic: break
      case .value(let literal): text += literal + "\n"
      case .table(let table):
        let rows = [table.columns.map(\.title)] + table.rows
        text += rows.map { $0.joined(separator: "\t") + "\n" }.joined()
        if !table.footer.isEmpty { text += table.footer + "\n" }
      case .image(let image): text += "[\(image.caption)]\n"
      }
    }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
