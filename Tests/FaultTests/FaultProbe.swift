import Glibc
import Language
import Shell
import TestSupport
import Testing

/// A session with a model, data and variables, which a command that fails must leave as it was.
struct FaultProbe {
  /// A fault that was told: its kind, where it stands, and its words.
  struct Fault: Equatable {
    let kind: String
    let place: String
    let message: String
    let hint: String?
  }

  let directory = TemporaryDirectory()
  private let probe = SmallSetup.probe()

  init() {
    probe.enter(
      "let kept = [1, 2]; func own(a) { return a }; let weights = zeros(2, 3); train steps=3"
    )
    precondition(probe.error == nil, "the session is ready")
  }

  /// The lines that a text prints as an entry.
  @discardableResult
  func enter(_ text: String) -> [String] { probe.enter(text) }

  /// The error of the last run, as `KIND: MESSAGE`, or nil.
  var error: String? { probe.error }

  /// Runs a script that must fail; returns its fault, and records what it changed.
  func fault(of script: String, _ location: SourceLocation = #_sourceLocation) -> Fault? {
    let (before, names) = (state(), directory.names)
    _ = probe.script(script)
    let diagnostics = probe.recorder.diagnostics.filter { $0.severity == .error }
    #expect(
      diagnostics.count == 1,
      "one fault: \(diagnostics.map(\.message))",
      sourceLocation: location
    )
    #expect(state() == before, "the session is as it was", sourceLocation: location)
    #expect(directory.names == names, "no file was made", sourceLocation: location)
    guard let found = diagnostics.first else { return nil }
    #expect(found.message.utf8.count <= 400, sourceLocation: location)
    let place = found.range.flatMap { range in
      found.source.map { $0.position(of: range.lowerBound) }
    }
    return Fault(
      kind: found.kind.rawValue,
      place: place.map { "\($0.line):\($0.column)" } ?? "",
      message: found.message,
      hint: found.hint
    )
  }

  /// All that a session keeps: its checkpoint, byte for byte, and its variables.
  private func state() -> [String] {
    let folder = TemporaryDirectory()
    probe.enter("checkpoint \(folder.file("state.ck"))")
    let contents = Program.shell("sha256sum < \"$1\"", [folder.file("state.ck")]).output
    precondition(contents.count > 64, "a checkpoint can be written")
    return [contents] + probe.enter("vars")
  }
}
