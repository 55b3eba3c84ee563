/// Decides by measurement whether a step is shared between threads.
///
/// Where another process uses a processor, threads that wait for each other can be slower than one
/// alone. When shared steps take longer than they once did, a few steps are made alone, and whoever
/// is faster goes on; from time to time the other is tried again, the more rarely the more often
/// it has lost. Results do not depend on it.
struct Pace {
  /// What the steps at hand are made for.
  private enum Phase {
    /// Shared steps.
    case shared
    /// A few steps alone, to compare with the shared ones before.
    case tryingAlone
    /// Steps alone.
    case alone
    /// A few shared steps, to compare with the ones alone before.
    case tryingShared
  }

  private var phase = Phase.shared
  private var steps = 0
  private var sum = 0.0

  /// The seconds of a step in the last run alone, and in a shared one that counts as undisturbed; 0
  /// at the beginning, so that the first shared run is followed by a trial.
  private var costAlone = 0.0
  private var costShared = 0.0

  /// The seconds of a step in the shared run before a trial.
  private var shared = 0.0

  /// The steps alone until sharing is tried again.
  private var patience = Self.shortestRun

  /// The shared steps since they were taken up again.
  private var sharedSteps = 0

  private static let trial = 8
  private static let shortestRun = 32
  private static let longestRun = 1024

  /// The first shared steps of a trial, which tell nothing: the system lets a thread that has slept
  /// run at once for a while, whoever else wants the processor.
  private static let unfair = 16

  /// How much slower than undisturbed calls for a trial.
  private static let tolerance = 1.3

  /// How much faster sharing has to be to be taken up again: what wins by chance costs twice.
  private static let margin = 0.9

  /// The shared steps after which a disturbance counts as over.
  private static let calm = 1024

  /// Whether the next step is made by one thread.
  var isAlone: Bool { phase == .alone || phase == .tryingAlone }

  /// Whether the steps are one thread's for the time being, but for trials of sharing them.
  var staysAlone: Bool { phase == .alone || phase == .tryingShared }

  private var length: Int {
    switch phase {
    case .shared: Self.shortestRun
    case .tryingAlone: Self.trial
    case .tryingShared: Self.unfair + Self.trial
    case .alone: patience
    }
  }

  /// Takes note of a step that took `seconds`.
  mutating func record(_ seconds: Double) {
    steps += 1
    let ignored = phase == .tryingShared ? Self.unfair : 0
    if steps > ignored { sum += seconds }
    guard steps == length else { return }
    judge(sum / Double(steps - ignored))
    sum = 0
    steps = 0
  }

  private mutating func judge(_ mean: Double) {
    switch phase {
    case .shared:
      sharedSteps += steps
      if sharedSteps >= Self.calm { patience = Self.shortestRun }
      if costAlone == 0 || mean > Self.tolerance * costShared {
        phase = .tryingAlone
        shared = mean
      }
    case .tryingAlone:
      costAlone = mean
      if mean < shared {
        phase = .alone
        patience = min(2 * patience, Self.longestRun)
      } else {
        phase = .shared
        costShared = shared
      }
    case .alone:
      costAlone = mean
      phase = .tryingShared
    case .tryingShared:
      if mean < Self.margin * costAlone {
        phase = .shared
        sharedSteps = 0
        costShared = mean
      } else {
        phase = .alone
        patience = min(2 * patience, Self.longestRun)
      }
    }
  }
}
