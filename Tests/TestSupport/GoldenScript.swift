internal import Commands
public import Language
internal import Shell

/// A script with the expected output beside the lines that cause it.
///
/// `#=> text` is a line of output, `#!> part` a part of the error that the script stops at, on the
/// line it is raised from. All output must be expected, in order.
public struct GoldenScript {
  /// What a run differed in; empty where all was as expected.
  public struct Outcome {
    /// The lines that were printed.
    public let printed: [String]

    /// The lines that the script expects.
    public let expected: [String]

    /// The error it stopped at, as `line: message`, or nil.
    public let error: String?

    /// A part of the error that the script expects, as `line: part`, or nil.
    public let expectedError: String?

    /// Whether the error is the expected one.
    public var errorMatches: Bool {
      switch (error, expectedError) {
      case (nil, nil): true
      case (let error?, let expected?):
        // `LINE: KIND: PART`: the line and the kind must be equal, the message holds the part.
        zip(error.split(separator: ":"), expected.split(separator: ":")).prefix(2)
          .allSatisfy { $0 == $1 }
          && error.contains(expected.split(separator: ": ", maxSplits: 2).last ?? "")
      default: false
      }
    }
  }

  private let source: SourceText

  /// Creates a golden script from its text.
  public init(_ source: SourceText) { self.source = source }

  /// Runs the script in a session of its own.
  public func run() -> Outcome {
    let recorder = EventRecorder(input: ["first answer", "second answer"])
    var options = SessionOptions()
    options.arguments = ["one", "2"]
    let session = Session(host: recorder, catalog: .standard, options: options)
    _ = session.run(source, mode: .script)
    let failure = recorder.diagnostics.first
    return Outcome(
      printed: recorder.lines,
      expected: marks("#=> ").map(\.text),
      error: failure.map { diagnostic in
        let line = diagnostic.range.map { source.position(of: $0.lowerBound).line } ?? 0
        return "\(line): \(diagnostic.kind.rawValue): \(diagnostic.message)"
      },
      expectedError: marks("#!> ").first.map { "\($0.line): \($0.text)" }
    )
  }

  private func marks(_ mark: String) -> [(line: Int, text: String)] {
    let text = String(decoding: source.bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().compactMap { index, line in
      guard let range = line.firstRange(of: mark) else { return nil }
      return (index + 1, String(line[range.upperBound...]))
    }
  }
}
