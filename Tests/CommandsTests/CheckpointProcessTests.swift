import TestSupport
import Testing

/// Checkpoints of runs that signals end, resumed by other processes.
@Suite struct CheckpointProcessTests {
  private let directory = TemporaryDirectory()

  /// A run that goes on until it is ended, and says when it has begun.
  private static let endless =
    SmallSetup.script + "train 1; print \"begun\"; train 1000000 checkpoint=run.ck every=1000000"

  @Test(arguments: [("TERM", 143), ("HUP", 129), ("INT", 130)])
  func `F081 F092 a run that a signal ends writes where it stopped`(signal: String, status: Int) {
    let command = """
      cd "$1" && "$AEREPL" -e "$2" > log & p=$!
      while ! grep -q begun "$1/log" 2>/dev/null; do sleep 0.02; done
      sleep 0.3; kill -\(signal) $p; wait $p; echo $?
      """
    let result = Program.shell(command, [directory.path, Self.endless], within: 30)
    #expect(result.output == "\(status)\n")
    #expect(directory.names == ["log", "run.ck"])
    // What is resumed equals a straight run of as many steps, bit for bit.
    let resumed = Program.run(
      ["--threads", "1", "-e", Self.resuming(directory.path)],
      within: 30
    )
    #expect(resumed.exit == .status(0), "\(resumed.errors)")
    #expect(resumed.output.contains("true\n"), "\(resumed.output)")
  }

  /// Resumes, trains five steps more, and compares with a straight run of the same length.
  private static func resuming(_ folder: String) -> String {
    """
    resume \(folder)/run.ck
    train steps=5
    let w = param("encoder.0.weight")
    let now = _.epoch
    reset
    train now
    let left = 0
    while left < 8 and not all(param("encoder.0.weight") == w) { step 1; left += 1 }
    print all(param("encoder.0.weight") == w)
    """
  }
}
