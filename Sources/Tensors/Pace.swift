/// Decides by measurement whether a step is shared between threads.
///
/// Where another process uses a processor, threads that wait for each other can be slower than one
/// alone. When shared steps take much longer than they once did, a few steps are made alone; whoever
/// is faster goes on, and the other is tried again from time to time. Results do not depend on it.
struct Pace {
  private var alone = false
  private var trying = false
  private var patience = Self.run
  private var steps = 0
  private var sum = 0.0
  /// The mean of the last run, and the one that counts as undisturbed; none at the beginning, so
  /// that the first run is followed by a trial.
  private var usual = 0.0
  private var normal = 0.0

  /// The steps of a run and of a trial, and the longest run between two trials.
  private static let run = 32
  private static let trial = 8
  private static let longestRun = 512

  /// How much slower than normal calls for a trial.
  private static let tolerance = 1.4

  /// Whether the next step is made by one thread.
  var isAlone: Bool { alone != trying }

  /// Takes note of a step that took `seconds`.
  mutating func record(_ seconds: Double) {
    sum += seconds
    steps += 1
    guard steps == (trying ? Self.trial : patience) else { return }
    let mean = sum / Double(steps)
    sum = 0
    steps = 0
    if trying {
      finishTrial(mean)
    } else {
      usual = mean
      trying = alone || mean > Self.tolerance * normal
    }
  }

  private mutating func finishTrial(_ mean: Double) {
    trying = false
    if mean < usual {
      alone.toggle()
      patience = Self.run
    } else if alone {
      patience = min(2 * patience, Self.longestRun)
    }
    normal = min(mean, usual)
  }
}
