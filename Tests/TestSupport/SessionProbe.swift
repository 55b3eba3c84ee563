internal import Commands
internal import Language
public import Shell

/// A session with a recorder, for tests that type into it.
public struct SessionProbe {
  /// The session.
  public let session: Session

  /// What the session showed.
  public let recorder: EventRecorder

  /// Creates a session with aerepl's own commands.
  public init(options: SessionOptions = SessionOptions(), input: [String] = []) {
    self.init(catalog: .standard, options: options, input: input)
  }

  /// Creates a session with other commands.
  public init(catalog: Catalog, options: SessionOptions = SessionOptions(), input: [String] = []) {
    recorder = EventRecorder(input: input)
    session = Session(host: recorder, catalog: catalog, options: options)
  }

  /// Runs a text as an entry at the prompt and returns the lines that it printed.
  @discardableResult
  public func enter(_ text: String) -> [String] {
    recorder.clear()
    _ = session.run(SourceText(name: "<entry>", text), mode: .entry)
    return recorder.lines
  }

  /// Runs a text as a script and returns its outcome.
  public func script(_ text: String) -> Outcome {
    recorder.clear()
    return session.run(SourceText(name: "test.ae", text), mode: .script)
  }

  /// The first error since the last run began, as `KIND: MESSAGE`, or nil.
  public var error: String? {
    recorder.diagnostics.first { $0.severity == .error }.map {
      "\($0.kind.rawValue): \($0.message)"
    }
  }
}
