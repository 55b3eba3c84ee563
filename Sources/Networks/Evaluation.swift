public import Tensors

/// What a network makes of a split of the data.
public struct Evaluation: Equatable, Sendable {
  /// The mean of the loss over all elements.
  public let loss: Double

  /// The mean squared error over all elements.
  public let mse: Double

  /// The number of samples.
  public let count: Int
}

extension Autoencoder {
  /// Returns the mean errors over all elements of some rows, with the weights as they are.
  ///
  /// The samples' errors are added in their order, so the result does not depend on threads. For
  /// no rows the means are zero.
  ///
  /// - Throws: `TensorError.shapeMismatch` unless the rows are as wide as the network's input.
  public func evaluate(_ rows: ByteMatrix, loss: Loss = .mse) throws(TensorError) -> Evaluation {
    let mse = try mean(.squared, over: rows)
    return Evaluation(
      loss: loss.kind == .squared ? mse : try mean(loss.kind, over: rows),
      mse: mse,
      count: rows.rowCount
    )
  }

  /// Returns the mean loss of each row over its elements.
  public func errors(_ rows: ByteMatrix, loss: Loss = .mse) throws(TensorError) -> Tensor {
    let sums = try sums(loss.kind, over: rows)
    return Tensor(shape: [rows.rowCount], scalars: sums.map { $0 / Float(architecture.inputWidth) })
  }

  private func mean(_ kind: LossKind, over rows: ByteMatrix) throws(TensorError) -> Double {
    let sum = try sums(kind, over: rows).reduce(0.0) { $0 + Double($1) }
    return rows.rowCount == 0 ? 0 : sum / (Double(rows.rowCount) * Double(rows.columnCount))
  }

  private func sums(_ kind: LossKind, over rows: ByteMatrix) throws(TensorError) -> [Float] {
    guard rows.columnCount == architecture.inputWidth else {
      throw .shapeMismatch(
        expected: [rows.rowCount, architecture.inputWidth],
        found: [rows.rowCount, rows.columnCount]
      )
    }
    return network.lossSums(rows, loss: kind)
  }
}
