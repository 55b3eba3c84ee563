internal import Files
internal import Language
public import Shell

extension Console {
  /// Parses and checks scripts without running them; the status is that of the worst of them.
  public func check(_ scripts: [Origin], in session: Session) -> Ending {
    forEach(scripts) { source, _ in
      let diagnostics = session.diagnostics(of: source)
      for diagnostic in diagnostics { renderer.receive(.diagnostic(diagnostic)) }
      return diagnostics.contains { $0.severity == .error } ? 1 : 0
    }
  }

  /// Brings scripts into the canonical layout; the status is that of the worst of them.
  public func format(
    _ scripts: [Origin],
    _ manner: ScriptFormatting.Manner,
    in session: Session
  ) -> Ending {
    let formatting = ScriptFormatting(
      manner: manner,
      vocabulary: session.catalog,
      renderer: renderer
    )
    return forEach(scripts) { formatting.format($0, at: $1) }
  }

  /// Reads scripts one after another; what cannot be read does not keep the others from their turn.
  private func forEach(
    _ scripts: [Origin],
    _ body: (SourceText, FilePath?) -> Int32
  ) -> Ending {
    var worst: Int32 = 0
    for script in scripts {
      switch source(script) {
      case .failure(.status(let status)): worst = max(worst, status)
      case .failure(let ending): return ending
      case .success(let text):
        let path: FilePath? =
          if case .file(let bytes) = script { FilePath(bytes: bytes) } else { nil }
        worst = max(worst, body(text, path))
      }
    }
    renderer.flush()
    return .status(worst)
  }
}
