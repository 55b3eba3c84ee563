internal import Language
struct DiagnosticRenderer {
  init() {}; func render(_ d: Diagnostic, styled: Bool) -> String { d.message + "\n" }
}
