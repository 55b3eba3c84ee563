internal import Files
internal import Language
internal import Shell

/// One run of the formatter over several scripts.
public struct ScriptFormatting {
  /// What is done with the result.
  public enum Manner: Sendable {
    /// It is printed.
    case print
    /// It replaces the file, unless nothing changes.
    case replace
    /// Nothing; the files that would change are listed.
    case check
  }

  let manner: Manner
  let vocabulary: any Vocabulary
  let renderer: TerminalRenderer

  /// Formats a script, from a file or, where `path` is nil, from standard input; returns the exit
  /// status that it asks for.
  func format(_ source: SourceText, at path: FilePath?) -> Int32 {
    switch ScriptFormatter.format(source, vocabulary: vocabulary) {
    case .refused(let diagnostics):
      for diagnostic in diagnostics { renderer.receive(.diagnostic(diagnostic)) }
      return 1
    case .formatted(let bytes):
      switch manner {
      case .print:
        renderer.writeScript(bytes)
        return 0
      case .check:
        guard bytes != source.bytes else { return 0 }
        renderer.receive(.text("\(source.name)\n", .output))
        return 1
      case .replace: return bytes == source.bytes ? 0 : replace(path, by: bytes)
      }
    }
  }

  private func replace(_ path: FilePath?, by bytes: [UInt8]) -> Int32 {
    guard let path else { return 2 }
    do throws(FileError) {
      try AtomicFile.write(bytes, to: path)
      return 0
    } catch {
      let message = "cannot \(error.action) '\(error.path)': \(error.reason)"
      renderer.receive(.text("aerepl: \(TerminalText.escaped(message))\n", .error))
      return 1
    }
  }
}
