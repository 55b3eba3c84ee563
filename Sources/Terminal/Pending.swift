internal import Language
enum TerminalText { static func escaped(_ t: String) -> String { t } }
struct DiagnosticRenderer { init() {} ; func render(_ d: Diagnostic, styled: Bool) -> String { d.message + "\n" } }
