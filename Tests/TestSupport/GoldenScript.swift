internal import Commands
internal import Foundation
public import Language
internal import Shell
internal import Synchronization

/// A script with the expected output beside the lines that cause it.
///
/// `#=> text` is a line of output, `#!> part` a part of the error that the script stops at, on the
/// line it is raised from. All output must be expected, in order.
public struct GoldenScript: Sendable {
  /// What a run differed in; empty where all was as expected.
  public struct Outcome: Sendable {
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

  /// Runs the script in a session of its own, on a thread with a stack as large as a real run's.
  public func run() -> Outcome {
    let result = Mutex<Outcome?>(nil)
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      let outcome = self.runHere()
      result.withLock { $0 = outcome }
      done.signal()
    }
    thread.stackSize = Self.stackBytes
    thread.start()
    done.wait()
    guard let outcome = result.withLock({ $0 }) else { preconditionFailure("the script has run") }
    return outcome
  }

  private static let stackBytes = 64 << 20

  private func runHere() -> Outcome {
    let recorder = EventRecorder(input: ["first answer", "second answer"])
    var options = SessionOptions()
    options.arguments = ["one", "2"]
    options.stackBytes = Self.stackBytes
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
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    return lines.enumerated().compactMap { index, line in
      guard let range = line.firstRange(of: mark) else { return nil }
      return (index + 1, String(line[range.upperBound...]))
    }
  }
}
