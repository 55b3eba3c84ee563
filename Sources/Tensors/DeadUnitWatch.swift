/// Finds units of a first layer that stay dead.
struct DeadUnitWatch {
  /// The steps that a unit has to be dead for.
  private static let length = 64

  private var wasLive: [Bool] = []
  private var steps = 0

  /// Takes note of what units a batch made live; returns which were live lately, after as many steps as
  /// tell something.
  mutating func note(_ marks: UnsafePointer<UInt8>, count: Int) -> [Bool]? {
    if steps == 0 { wasLive = Array(repeating: false, count: count) }
    for unit in 0..<count where marks[unit] != 0 { wasLive[unit] = true }
    steps += 1
    guard steps == Self.length else { return nil }
    steps = 0
    return wasLive
  }
}
