import Testing

@testable import Tensors

@Suite struct PaceTests {
  /// Takes steps of the given seconds each, and returns how many of them were made alone.
  private func run(_ pace: inout Pace, steps: Int, shared: Double, alone: Double) -> Int {
    var count = 0
    for _ in 0..<steps {
      if pace.isAlone { count += 1 }
      pace.record(pace.isAlone ? alone : shared)
    }
    return count
  }

  @Test func `undisturbed threads share all steps but those of one trial`() {
    var pace = Pace()
    #expect(run(&pace, steps: 10_000, shared: 0.6, alone: 1) == 8)
  }

  @Test func `disturbed threads leave nearly all steps to one`() {
    var pace = Pace()
    _ = run(&pace, steps: 1000, shared: 0.6, alone: 1)
    let alone = run(&pace, steps: 10_000, shared: 2, alone: 1)
    #expect(alone > 9_600)
  }

  @Test func `threads share again soon after the disturbance`() {
    var pace = Pace()
    _ = run(&pace, steps: 1000, shared: 0.6, alone: 1)
    _ = run(&pace, steps: 10_000, shared: 2, alone: 1)
    _ = run(&pace, steps: 1060, shared: 0.6, alone: 1)
    #expect(run(&pace, steps: 10_000, shared: 0.6, alone: 1) < 20)
  }

  @Test func `what is as fast either way does not change hands again and again`() {
    var pace = Pace()
    _ = run(&pace, steps: 1000, shared: 0.6, alone: 1)
    _ = run(&pace, steps: 1000, shared: 1.05, alone: 1)
    var changes = 0
    var before = pace.isAlone
    for _ in 0..<10_000 {
      pace.record(pace.isAlone ? 1 : 0.98)
      if pace.isAlone != before { changes += 1 }
      before = pace.isAlone
    }
    // A trial is two changes, one in 1,000 steps.
    #expect(changes < 40)
  }
}
