internal import Language

/// A range of a running text: what a diagnostic points at.
struct Place {
  let source: SourceText
  let range: SourceRange

  /// Returns why evaluation stops here.
  func failure(_ kind: Diagnostic.Kind, _ message: String, hint: String? = nil) -> Unwind {
    .failure(Diagnostic(kind, message, at: range, in: source, hint: hint))
  }

  /// Runs `body` and gives its diagnostic this place if it has none.
  func located<R>(_ body: () throws(Diagnostic) -> R) throws(Unwind) -> R {
    do throws(Diagnostic) {
      return try body()
    } catch {
      throw .failure(error.located(at: range, in: source))
    }
  }
}
