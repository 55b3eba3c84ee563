internal import Commands
internal import Datasets
internal import Files
internal import Language
internal import Networks
internal import Shell

/// A parser that is fed bytes from anybody: it may refuse them, and must not trap, hang or take
/// more memory than it is allowed.
public enum FuzzTarget: String, CaseIterable, Sendable {
  case script, idx, gzip, safetensors, checkpoint, npy, npz, csv, json, png

  /// The bytes of memory that a parser may take for what it reads.
  private static let budget = 1 << 24

  /// Feeds a parser.
  public func run(_ bytes: [UInt8]) {
    switch self {
    case .script: Self.parse(bytes)
    case .idx, .gzip:
      _ = try? IDXFile(contents: bytes, path: "fuzz", rank: 1...3, budget: Self.budget)
    case .safetensors: _ = try? ModelFile(contents: bytes)
    case .checkpoint: _ = try? Checkpoint(contents: bytes)
    case .npy: _ = try? NPYFile(contents: bytes, budget: Self.budget)
    case .npz: Self.unpack(bytes)
    case .csv: _ = try? CSVFile(contents: bytes, budget: Self.budget)
    case .json: Self.read(bytes)
    case .png: _ = try? PNGDecoder.decode(bytes, budget: Self.budget)
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

  private static func unpack(_ bytes: [UInt8]) {
    guard let file = try? NPZFile(contents: bytes, budget: budget) else { return }
    for name in file.names.prefix(4) { _ = try? file.array(named: name) }
  }

  /// What JSON is read must be the same after it was written.
  private static func read(_ bytes: [UInt8]) {
    guard let value = try? JSONReader.read(bytes) else { return }
    let again = try? JSONReader.read(value.text.utf8)
    precondition(again == value, "JSON that is written reads back the same")
  }
}
