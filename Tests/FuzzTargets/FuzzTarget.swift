internal import Commands
internal import Datasets
internal import Files
internal import Jupyter
internal import Language
internal import Networks
internal import Shell
internal import Terminal

/// A parser that is fed bytes from anybody: it may refuse them, and must not trap, hang or take
/// more memory than it is allowed.
public enum FuzzTarget: String, CaseIterable, Sendable {
  case script, idx, gzip, safetensors, checkpoint, npy, npz, csv, json, png
  case connection, message, history

  /// The bytes of memory that a parser may take for what it reads.
  private static let budget = 1 << 24

  /// Feeds a parser.
  public func run(_ bytes: [UInt8]) {
    switch self {
    case .script: Self.parse(bytes)
    case .idx, .gzip:
      _ = try? IDXFile(contents: bytes, path: "fuzz", rank: 1...3, budget: Self.budget)
    case .safetensors:
      for file in [bytes, Mending.sealed(bytes)] { _ = try? ModelFile(contents: file) }
    case .checkpoint:
      for file in [bytes, Mending.sealed(bytes)] { Self.resume(file) }
    case .npy: _ = try? NPYFile(contents: bytes, budget: Self.budget)
    case .npz: Self.unpack(bytes)
    case .csv: _ = try? CSVFile(contents: bytes, budget: Self.budget)
    case .json: Self.read(bytes)
    case .connection:
      for isLenient in [false, true] {
        _ = try? ConnectionFile(contents: bytes, path: "fuzz", allowsInsecure: isLenient)
      }
    case .message: Self.receive(bytes)
    case .history: Self.recall(bytes)
    case .png:
      for file in [bytes, Mending.checked(bytes)] {
        _ = try? PNGDecoder.decode(file, budget: Self.budget)
      }
    }
  }

  private static func parse(_ bytes: [UInt8]) {
    let source = SourceText(name: "fuzz", bytes: bytes)
    let vocabulary = Catalog.standard
    let found: [Diagnostic]
    switch Parser.parse(source, vocabulary: vocabulary) {
    case .complete(let script):
      found = Checker.check(script, vocabulary: vocabulary, known: [], includingWarnings: true)
    case .incomplete(_, let diagnostic): found = [diagnostic]
    case .invalid(let diagnostics): found = diagnostics
    }
    for diagnostic in found {
      precondition(diagnostic.kind != .internal, "a parser has no excuse")
      _ = DiagnosticRenderer().render(diagnostic, styled: false)
    }
  }

  /// Decodes a message: frames that a zero byte separates, signed as they should be where the first
  /// byte is odd, since no fuzzer guesses a signature.
  private static func receive(_ bytes: [UInt8]) {
    var frames = bytes.dropFirst().split(separator: 0, omittingEmptySubsequences: false).map(
      Array.init
    )
    let key = Array("key".utf8)
    if (bytes.first ?? 0) & 1 == 1, frames.count >= 4 {
      let signature = MessageSigner(key: key).signature(of: frames[..<4])
      frames = [[1], Wire.delimiter, signature] + frames
    }
    // A wire of its own for each, so that an input that comes again is no replay.
    guard let message = try? Wire(key: key, username: "fuzz").decode(frames, at: 0) else { return }
    _ = HistoryQuery(message.content)
  }

  /// Reads a history; what was read is the same after it was written.
  private static func recall(_ bytes: [UInt8]) {
    for entry in HistoryFile.entries(in: bytes[...], skippingFirst: bytes.first == 0x21) {
      let again = HistoryFile.entries(in: HistoryEntry.line(entry)[...], skippingFirst: false)
      precondition(again == [entry], "an entry that is written reads back the same")
    }
  }

  private static func resume(_ bytes: [UInt8]) {
    guard let checkpoint = try? Checkpoint(contents: bytes) else { return }
    _ = SessionSettings(json: checkpoint.session)
  }

  private static func unpack(_ bytes: [UInt8]) {
    guard let file = try? NPZFile(contents: bytes, budget: budget) else { return }
    for name in file.names.prefix(4) { _ = try? file.array(named: name) }
  }

  /// What JSON is read, by any rules, must be the same after it was written.
  private static func read(_ bytes: [UInt8]) {
    for rules in [JSONReader.Rules.strict, .faithful, .lenient] {
      guard let value = try? JSONReader.read(bytes, rules) else { continue }
      let again = try? JSONReader.read(JSONWriter.compact(value), rules)
      precondition(again == value, "JSON that is written reads back the same")
    }
  }
}
