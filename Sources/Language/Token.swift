/// The smallest piece of a script that means something.
struct Token {
  /// What a token is, with the value of a literal.
  enum Kind: Equatable {
    /// The end of the text.
    case end
    /// The end of a line, outside brackets.
    case newline
    /// A name; `_` is one.
    case name
    case keyword(Keyword)
    /// A whole number without its sign.
    case integer(UInt64)
    case float(Double)
    /// The opening of a string; what follows it is read piece by piece.
    case quote(StringForm)
    case symbol(Symbol)
    /// Something that is no token.
    case invalid(LexicalFault)
  }

  /// What separates a token from the one before it.
  enum Gap {
    case none, blank, newline
  }

  /// What the token is.
  let kind: Kind

  /// Where it stands.
  let range: SourceRange

  /// What stands before it.
  let gap: Gap
}

/// A word that the language keeps for itself.
enum Keyword: String, CaseIterable {
  case `let`, `if`, `else`, `for`, `in`, `while`, `func`, `return`, `break`, `continue`
  case `try`, `catch`, and, or, not, `true`, `false`, `nil`, inf, nan
}

/// How a string is quoted.
enum StringForm {
  /// `"…"`, with escapes and interpolation.
  case plain
  /// `'…'`, as it is.
  case raw
  /// `"""…"""`, with escapes and interpolation, over many lines.
  case block
}

/// An operator or a mark of punctuation.
enum Symbol: String {
  case leftParenthesis = "("
  case rightParenthesis = ")"
  case leftBracket = "["
  case rightBracket = "]"
  case leftBrace = "{"
  case rightBrace = "}"
  case comma = ","
  case semicolon = ";"
  case colon = ":"
  case dot = "."
  case range = ".."
  case assign = "="
  case plusAssign = "+="
  case minusAssign = "-="
  case timesAssign = "*="
  case divideAssign = "/="
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case plus = "+"
  case minus = "-"
  case times = "*"
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case matrixMultiply = "@"
  case power = "^"
  case question = "?"
  case exclamation = "!"
}

/// Why some characters are no token.
enum LexicalFault: Error, Equatable {
  /// A character that no token begins with.
  case unexpectedCharacter
  /// A backslash that does not end its line.
  case strayBackslash
  /// A `#` that touches what stands before it.
  case touchingComment
  /// Digits with something among or behind them that does not belong to a number.
  case malformedNumber
  /// Digits of a script other than 0 to 9.
  case foreignDigit
  /// A number that no 64-bit integer or float can hold.
  case numberTooLarge
  /// A name of more bytes than allowed.
  case nameTooLong
}
