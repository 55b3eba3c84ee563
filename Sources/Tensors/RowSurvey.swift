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
