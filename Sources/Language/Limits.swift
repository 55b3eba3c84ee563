/// The sizes beyond which a script is refused, so that nothing recurses or grows without end.
enum Limits {
  /// The bytes in a line.
  static let lineLength = 1 << 20

  /// The bytes in a name.
  static let nameLength = 256

  /// The depth to which expressions, and blocks, may be nested.
  static let nesting = 256

  /// The height of an expression's tree, long chains of operators included.
  static let expressionHeight = 1_000

  /// The diagnostics reported together for one text.
  static let diagnostics = 20
}
