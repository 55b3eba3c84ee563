/// The bytes that have a meaning in a script.
enum Ascii {
  static let tab: UInt8 = 9
  static let lineFeed: UInt8 = 10
  static let carriageReturn: UInt8 = 13
  static let space: UInt8 = 32
  static let exclamation: UInt8 = 33
  static let doubleQuote: UInt8 = 34
  static let hash: UInt8 = 35
  static let singleQuote: UInt8 = 39
  static let leftParenthesis: UInt8 = 40
  static let rightParenthesis: UInt8 = 41
  static let comma: UInt8 = 44
  static let minus: UInt8 = 45
  static let dot: UInt8 = 46
  static let zero: UInt8 = 48
  static let semicolon: UInt8 = 59
  static let equals: UInt8 = 61
  static let leftBracket: UInt8 = 91
  static let backslash: UInt8 = 92
  static let rightBracket: UInt8 = 93
  static let underscore: UInt8 = 95
  static let leftBrace: UInt8 = 123
  static let rightBrace: UInt8 = 125

  /// Returns whether a byte is one of `0` to `9`.
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  /// Returns whether a byte is one of `a` to `z` or `A` to `Z`.
  static func isLetter(_ byte: UInt8) -> Bool {
    byte | 0x20 >= 97 && byte | 0x20 <= 122
  }

  /// Returns whether a byte may stand inside a name.
  static func isNamePart(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || byte == underscore
  }

  /// Returns whether a byte is a space or a tab.
  static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }
}
