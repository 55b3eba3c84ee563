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

/// Tells when each row of a matrix has been seen.
struct RowSurvey {
  private var rows: ByteMatrix?
  private var seen: [Bool] = []
  private var left = 0

  /// Returns whether all rows of a matrix have been seen, and no others since.
  func isComplete(for matrix: ByteMatrix) -> Bool {
    left == 0 && rows.map { $0.isSame(as: matrix) } ?? false
  }

  /// Takes note of a batch; one of another matrix begins anew.
  mutating func note(_ batch: Batch) {
    if rows.map({ !$0.isSame(as: batch.rows) }) ?? true {
      rows = batch.rows
      seen = Array(repeating: false, count: batch.rows.rowCount)
      left = batch.rows.rowCount
    }
    guard left > 0 else { return }
    for row in batch.order[batch.range] where !seen[Int(row)] {
      seen[Int(row)] = true
      left -= 1
    }
  }
}
