/// What a command, a variant of one or a figure says of itself, beside its parameters.
public struct Manual: Sendable {
  /// The word that calls it.
  public let name: String

  /// One sentence that says what it does.
  public let summary: String

  /// More about it; may be empty.
  public let details: String

  /// Lines that show its use; the tests run them.
  public let examples: [String]

  /// Short forms that count as a whole statement at the prompt.
  public let aliases: [String]

  /// The fields of its result record; empty where it has no result.
  public let results: [String]

  /// Whether it may make variables that the text does not show, as `source` does.
  public let bindsNames: Bool

  /// Creates a manual.
  public init(
    name: String,
    summary: String,
    details: String = "",
    examples: [String],
    aliases: [String] = [],
    results: [String] = [],
    bindsNames: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.details = details
    self.examples = examples
    self.aliases = aliases
    self.results = results
    self.bindsNames = bindsNames
  }
}
