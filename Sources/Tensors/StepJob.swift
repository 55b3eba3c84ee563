internal import Kernels

/// What the threads know of a step in its first half.
struct StepJob {
  let workspace: StepWorkspace

  /// The packed first layer, if it is packed: whoever asks the network for it counts a reference.
  let packed: PackedLayer?

  let rows: BatchRows
  let loss: LossKind

  /// What the loss's gradient is multiplied by: the loss is the mean of so many elements.
  let scale: Float
}

/// The rows of a batch, in place for the time of a call.
struct BatchRows {
  /// The matrix, of which either bytes or floats are there.
  let bytes: UnsafePointer<UInt8>?
  let floats: UnsafePointer<Float>?

  /// The numbers of the batch's rows.
  let indices: UnsafePointer<Int32>?
  let count: Int

  /// What bytes stand for.
  let levels: KernelLevels

  /// Calls `body` with the rows of a batch.
  static func of(_ batch: Batch, _ body: (BatchRows) -> Void) {
    // SAFETY: matrix and order stay in place for the call, and the batch lies within both.
    batch.rows.withUnsafeRows { bytes, floats in
      batch.order.withUnsafeBufferPointer { order in
        body(
          BatchRows(
            bytes: bytes,
            floats: floats,
            indices: order.baseAddress.map { $0 + batch.range.lowerBound },
            count: batch.count,
            levels: KernelLevels(mean: batch.rows.mean, deviation: batch.rows.deviation)
          )
        )
      }
    }
  }
}

/// A panel and the samples of the batch that it holds.
struct PanelPlace {
  let panel: Int
  /// The input, where it is sparse.
  let sparse: SparseInput?
  let first: Int
  let samples: Int
}
