internal import Glibc
internal import Language
internal import Shell

/// The conversation at a prompt: entries of one or more lines, each run as soon as it is whole.
struct InteractiveLoop {
  /// What the entries change.
  let session: Session

  /// Where entries come from.
  let reader: any LineReader

  /// Where the loop's own words go.
  let renderer: TerminalRenderer

  /// Runs a job on the session's thread.
  let supervise: (@escaping () -> Outcome) -> Supervisor.Result

  /// Converses until the user leaves.
  func run(banner: [String]) -> Ending {
    for line in banner { renderer.receive(.text(line + "\n", .output)) }
    renderer.flush()
    var entry: [UInt8] = []
    while true {
      switch reader.read(prompt: entry.isEmpty ? "ae> " : "... ", before: entry) {
      case .signal(let signal): return .signal(signal)
      case .interrupted: entry = []
      case .endOfInput:
        guard !entry.isEmpty else { return .status(0) }
        if let ending = finish(&entry) { return ending }
      case .line(let line):
        entry += (entry.isEmpty ? [] : Self.newline) + Self.withPlainLineEndings(line)
        guard isWhole(entry) else { continue }
        if let ending = finish(&entry) { return ending }
      }
    }
  }

  /// How long an entry may be, in bytes; a longer paste is an accident.
  static let limit = 1 << 20

  private static let newline = [UInt8(ascii: "\n")]

  private func isWhole(_ entry: [UInt8]) -> Bool {
    guard entry.count <= Self.limit else { return true }
    return switch session.completeness(of: String(decoding: entry, as: UTF8.self)) {
    case .incomplete: false
    case .complete, .invalid: true
    }
  }

  /// Runs an entry, also an unfinished one, and begins the next.
  private func finish(_ entry: inout [UInt8]) -> Ending? {
    let bytes = entry
    entry = []
    guard bytes.contains(where: { $0 != 0x20 && $0 != 9 && $0 != 10 }) else { return nil }
    guard bytes.count <= Self.limit else {
      let message = "an entry has at most \(Self.limit >> 20) MiB"
      renderer.receive(.diagnostic(Diagnostic(.limit, message)))
      return nil
    }
    reader.remember(bytes)
    let source = SourceText(name: "<stdin>", bytes: bytes)
    switch supervise({ session.run(source, mode: .entry) }) {
    case .signal(let signal): return .signal(signal)
    case .ended(.quit(let status), _): return .status(Console.status(status))
    case .ended: return nil
    }
  }

  /// Terminals send a pasted line's end as CR, some programs as CR LF.
  private static func withPlainLineEndings(_ line: [UInt8]) -> [UInt8] {
    guard line.contains(13) else { return line }
    var result: [UInt8] = []
    for (index, byte) in line.enumerated() {
      guard byte == 13 else {
        result.append(byte)
        continue
      }
      if index + 1 == line.count || line[index + 1] != 10 { result.append(10) }
    }
    return result
  }
}
