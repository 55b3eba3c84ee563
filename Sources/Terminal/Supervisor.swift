internal import Glibc
internal import Shell

/// The main thread's part in a run: it attends to signals and questions while the session works.
final class Supervisor {
  /// What Ctrl-C and other signals mean for a run.
  enum Manner {
    /// The first SIGINT interrupts, one that comes later ends the program, and so does silence.
    case script
    /// SIGINT interrupts the run and nothing more.
    case prompt
  }

  /// How a run ended.
  enum Result {
    /// By itself; whether SIGINT had come meanwhile.
    case ended(Outcome, wasInterrupted: Bool)
    /// The program is to end by a signal, whether or not the run has.
    case signal(Int32)
  }

  private let signals: SignalWatch
  private let worker: Worker
  private let output: OutputChannel
  private let interruption: Interruption
  private let ask: (String) -> LineInput
  private let manner: Manner
  private var interruptedAt: UInt64?
  private var ending: (signal: Int32, since: UInt64)?

  init(
    signals: SignalWatch,
    worker: Worker,
    output: OutputChannel,
    interruption: Interruption,
    manner: Manner,
    ask: @escaping (String) -> LineInput
  ) {
    self.signals = signals
    self.worker = worker
    self.output = output
    self.interruption = interruption
    self.manner = manner
    self.ask = ask
  }

  /// Runs a job on the session's thread.
  func run(_ job: @escaping () -> Outcome) -> Result {
    interruptedAt = nil
    worker.start(job)
    while true {
      _ = Poll.readable([signals.descriptor, worker.descriptor], timeout: Self.tick)
      while let signal = signals.next() { take(signal) }
      while let message = worker.nextMessage() {
        switch message {
        case .question(let prompt): worker.answer(answer(to: prompt))
        case .finished(let outcome):
          if let ending { return .signal(ending.signal) }
          return .ended(outcome, wasInterrupted: interruptedAt != nil)
        }
      }
      if let signal = overdueSignal() { return .signal(signal) }
      // A run forgets the requests that came before it began, so they are repeated.
      if interruptedAt != nil || ending != nil { interruption.request() }
      output.flushIfStale()
    }
  }

  /// How often the output is looked after, in milliseconds.
  private static let tick: Int32 = 50

  /// Two presses of Ctrl-C within this time count as one.
  private static let samePress = Clock.second

  /// How long a script may go on after SIGINT.
  private static let scriptPatience = 2 * Clock.second

  /// How long a run may go on after SIGTERM or SIGHUP, so that a save becomes whole.
  private static let endingPatience = 800 * Clock.millisecond

  private func take(_ signal: Int32) {
    switch signal {
    case SIGINT:
      interruption.request()
      if let interruptedAt {
        let isNew = Clock.elapsed(since: interruptedAt) > Self.samePress
        if isNew, manner == .script { ending = (SIGINT, 0) }
      } else {
        interruptedAt = Clock.now
      }
    case SIGTERM, SIGHUP: end(by: signal, since: Clock.now)
    // The way out of a statement that does not react.
    case SIGQUIT: end(by: signal, since: 0)
    // Whoever takes the terminal finds no half line, and nothing is written to it meanwhile.
    case SIGTSTP: output.withClearedLine { signals.stopProcess() }
    default: break
    }
  }

  private func end(by signal: Int32, since: UInt64) {
    interruption.request()
    if ending == nil || since == 0 { ending = (signal, since) }
  }

  private func overdueSignal() -> Int32? {
    if let ending, Clock.elapsed(since: ending.since) > Self.endingPatience {
      return ending.signal
    }
    if manner == .script, let interruptedAt,
      Clock.elapsed(since: interruptedAt) > Self.scriptPatience
    {
      return SIGINT
    }
    return nil
  }

  private func answer(to prompt: String) -> String? {
    switch ask(prompt) {
    case .line(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .endOfInput: return nil
    case .interrupted:
      take(SIGINT)
      return nil
    case .signal(let signal):
      take(signal)
      return nil
    }
  }
}
