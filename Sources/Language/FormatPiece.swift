/// A part of a script that a formatter moves but does not change, with what stands before it.
struct FormatPiece {
  /// What a piece is, as far as the blanks around it depend on that.
  enum Kind: Equatable {
    /// A name, also a keyword's letters where they serve as one.
    case name
    /// A number, a string, `true`, `nil` and the like.
    case literal
    /// A word that a command takes as it stands.
    case word
    /// An option's name with its `=`.
    case option
    case keyword(Keyword)
    case symbol(Symbol)
    /// The `-` of a negative value.
    case negation
    /// `!` and the rest of its line.
    case shell
    /// The end of the text.
    case end
  }

  /// A comment, without its line's end.
  struct Comment: Equatable {
    /// Its text, from the `#` on.
    let text: ArraySlice<UInt8>

    /// How many lines end between what stands before it and itself; 0 behind code.
    let newlines: Int
  }

  /// What stands between two pieces, blanks aside.
  struct Gap {
    /// The comments.
    var comments: [Comment] = []

    /// How many lines end between the last comment, or the piece before, and the piece behind.
    var newlines = 0

    /// Whether a line is continued by a backslash.
    var isContinued = false

    /// Whether a line ends here.
    var endsLine: Bool { newlines > 0 || !comments.isEmpty }
  }

  /// What it is.
  let kind: Kind

  /// Its text, with plain line endings.
  let text: ArraySlice<UInt8>

  /// What stands before it.
  let gap: Gap

  /// Whether a command's value begins here.
  let startsValue: Bool

  /// Whether it is a `;` that silences a value.
  let silences: Bool

  /// Whether what follows continues a value, as an operator, a call or a subscript do.
  var endsOperand: Bool {
    switch kind {
    case .name, .literal, .word, .symbol(.rightParenthesis), .symbol(.rightBracket): true
    case .option, .keyword, .symbol, .negation, .shell, .end: false
    }
  }

  /// Whether the piece opens a bracket in which lines may end.
  var opensBracket: Bool { kind == .symbol(.leftParenthesis) || kind == .symbol(.leftBracket) }

  /// Whether the piece closes such a bracket.
  var closesBracket: Bool { kind == .symbol(.rightParenthesis) || kind == .symbol(.rightBracket) }

  /// Returns whether two pieces mean the same, wherever they stand and whatever stands before.
  func means(_ other: FormatPiece) -> Bool {
    kind == other.kind && text == other.text && startsValue == other.startsValue
  }
}
