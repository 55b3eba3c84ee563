/// Something wrong with what the user or the outside world gave, told so that it can be mended.
public struct Diagnostic: Error, Sendable {
  /// What went wrong; scripts see it as `e.kind`, notebooks as the name of the error.
  public enum Kind: String, Sendable, CaseIterable {
    case syntax, name, type, value, shape, index, arithmetic, file, data, network, numeric, limit
    case state, user, assertion, interrupted
    /// A bug of ours.
    case `internal`
  }

  /// Whether the script can go on.
  public enum Severity: String, Sendable {
    case error, warning
  }

  /// A place that explains how the fault was reached: a caller, or where a name was declared.
  public struct Note: Sendable {
    /// What happened there.
    public var message: String

    /// The text of the place.
    public var source: SourceText

    /// The place.
    public var range: SourceRange

    /// Creates a note.
    public init(_ message: String, in source: SourceText, at range: SourceRange) {
      self.message = message
      self.source = source
      self.range = range
    }
  }

  /// What went wrong.
  public var kind: Kind

  /// Whether the script can go on.
  public var severity = Severity.error

  /// What was found and what was expected: lower case, no full stop.
  public var message: String

  /// Where it is; nil until it is known.
  public var range: SourceRange?

  /// The text that `range` belongs to.
  public var source: SourceText?

  /// What to do next.
  public var hint: String?

  /// The callers, innermost first.
  public var notes: [Note] = []

  /// Creates a diagnostic.
  public init(
    _ kind: Kind,
    _ message: String,
    at range: SourceRange? = nil,
    in source: SourceText? = nil,
    hint: String? = nil
  ) {
    self.kind = kind
    self.message = message
    self.range = range
    self.source = source
    self.hint = hint
  }

  /// Returns the diagnostic with a place, unless it has one already.
  public func located(at range: SourceRange, in source: SourceText) -> Diagnostic {
    guard self.range == nil else {
      var result = self
      result.source = self.source ?? source
      return result
    }
    var result = self
    result.range = range
    result.source = source
    return result
  }
}
