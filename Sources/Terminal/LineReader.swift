/// Asks a person at a terminal for lines.
public protocol LineReader: AnyObject {
  /// Asks for a line; `before` is what the unfinished entry has so far, for completion.
  func read(prompt: String, before: [UInt8]) -> LineInput

  /// Keeps an entry, so that it can be called back.
  func remember(_ entry: [UInt8])
}

/// What a person did when asked for a line.
public enum LineInput: Equatable, Sendable {
  /// Entered a line, or pasted several, as bytes that need not be valid UTF-8.
  case line([UInt8])
  /// Pressed Ctrl-C.
  case interrupted
  /// Pressed Ctrl-D, or went away.
  case endOfInput
  /// Nothing: a signal came that ends the program.
  case signal(Int32)
}
