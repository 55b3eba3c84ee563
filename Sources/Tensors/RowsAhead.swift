internal import Kernels

/// The rows of the next batch, which are asked for while a step computes gradients.
///
/// In a shuffled order they come from memory, a hundred nanoseconds each, and whoever copied them
/// waited: an epoch on two threads takes 3 % less so.
struct RowsAhead {
  private let bytes: UnsafePointer<UInt8>
  private let columns: Int
  private let indices: UnsafePointer<Int32>
  private let count: Int

  /// Calls `body` with the rows that follow a batch; with nil if there are none, or if they are floats,
  /// of which a batch would fill the cache.
  static func of(_ batch: Batch, _ body: (RowsAhead?) -> Void) {
    let count = min(batch.count, batch.order.count - batch.range.upperBound)
    BatchRows.of(batch) { rows in
      guard let bytes = rows.bytes, let indices = rows.indices, count > 0 else { return body(nil) }
      body(
        RowsAhead(
          bytes: bytes,
          columns: batch.rows.columnCount,
          indices: indices + batch.count,
          count: count
        )
      )
    }
  }

  /// Asks for a unit's share of the rows.
  func fetch(unit: Int, of units: Int, workers: Int) {
    let share = Self.share(of: count, unit: unit, of: units, workers: workers)
    kernelFetchRows(bytes, columns, indices + share.lowerBound, share.count)
  }

  /// Returns a unit's share of so many rows: the units that are dealt to a worker make up all of them,
  /// since each of two threads reads all rows (see `StepWorkspace.sparse`).
  static func share(of count: Int, unit: Int, of units: Int, workers: Int) -> Range<Int> {
    let lane = unit % workers
    let rounds = (units - lane + workers - 1) / workers
    let round = unit / workers
    return count * round / rounds..<count * (round + 1) / rounds
  }
}
