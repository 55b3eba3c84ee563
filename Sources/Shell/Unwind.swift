internal import Language

/// Why evaluation leaves a statement before its end.
enum Unwind: Error {
  /// Something is wrong; `try` may catch it.
  case failure(Diagnostic)
  /// The script asked to leave; nothing catches it.
  case quit
}

/// How a statement ended.
enum Flow {
  case normal, breaking, continuing
  case returning(Value)
}
