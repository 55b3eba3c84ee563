internal import Language

/// Why evaluation leaves a statement before its end.
///
/// Indirect, because every level of a running script passes errors on: a diagnostic held in place
/// would multiply the stack that a level takes.
indirect enum Unwind: Error {
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

/// An expression made ready to run.
typealias Code = (Frame) throws(Unwind) -> Value

/// A statement, or several, made ready to run.
typealias Step = (Frame) throws(Unwind) -> Flow
