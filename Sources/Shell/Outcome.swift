public import Language

/// How the run of a script, an entry or a cell ended.
public enum Outcome: Sendable {
  /// All statements ran.
  case finished
  /// The run stopped at an error, whose diagnostic has been shown already.
  case failed(Diagnostic)
  /// The script asked to leave with this exit status.
  case quit(Int)
}

/// What an unfinished text needs, for prompts and notebooks.
public enum Completeness: Sendable, Equatable {
  /// The text can run.
  case complete
  /// More lines are needed; the next one is indented by so many blanks.
  case incomplete(indent: Int)
  /// No further text makes it right.
  case invalid
}

/// What could stand at a place of a text.
public struct Completion: Sendable, Equatable {
  /// What a candidate is, for readers that show it.
  public enum Kind: String, Sendable {
    case command, option, choice, variable, function, parameter, path, keyword
  }

  /// One text that could stand there.
  public struct Candidate: Sendable, Equatable {
    /// The text that replaces what is there.
    public var text: String

    /// What it is.
    public var kind: Kind

    /// One line that explains it; may be empty.
    public var summary: String

    /// Creates a candidate.
    public init(_ text: String, kind: Kind, summary: String = "") {
      self.text = text
      self.kind = kind
      self.summary = summary
    }
  }

  /// The offset, in code points, at which a candidate begins.
  public var start: Int

  /// The offset, in code points, at which the text that it replaces ends.
  public var end: Int

  /// The candidates, in the order to show them.
  public var candidates: [Candidate]

  /// Creates a completion.
  public init(start: Int, end: Int, candidates: [Candidate]) {
    self.start = start
    self.end = end
    self.candidates = candidates
  }
}
