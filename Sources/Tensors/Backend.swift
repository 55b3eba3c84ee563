/// What computes: it multiplies matrices and runs networks.
///
/// The seam is a whole network, not one operation, so that a backend may fuse a training step and
/// keep the parameters where it computes.
public protocol Backend: AnyObject {
  /// The backend's name and what it runs on, such as `cpu (avx512, 2 threads)`.
  var name: String { get }

  /// Returns a network with all parameters, gradients and moments zero.
  ///
  /// - Throws: `TensorError.tooLarge` before anything is allocated.
  func makeNetwork(_ plan: NetworkPlan) throws(TensorError) -> any NetworkExecution

  /// Returns the product of matrices of shapes `[m, k]` and `[k, n]`.
  ///
  /// `stop` may be asked on any thread; once it says so, the rest of the result is left as it is.
  func matmul(
    _ left: Tensor,
    _ right: Tensor,
    stop: @Sendable () -> Bool
  ) throws(TensorError) -> Tensor

  /// Returns the function of each element, but for what is left out as above.
  func map(_ function: ElementFunction, _ tensor: Tensor, stop: @Sendable () -> Bool) -> Tensor

  /// Returns the first numbers of a stream, which stands at its beginning, but for what is left out
  /// as above.
  func random(
    _ distribution: RandomDistribution,
    _ shape: Shape,
    from stream: RandomStream,
    stop: @Sendable () -> Bool
  ) -> Tensor
}

extension Backend {
  /// Returns the product of matrices of shapes `[m, k]` and `[k, n]`.
  public func matmul(_ left: Tensor, _ right: Tensor) throws(TensorError) -> Tensor {
    try matmul(left, right, stop: { false })
  }

  /// Returns the function of each element.
  public func map(_ function: ElementFunction, _ tensor: Tensor) -> Tensor {
    map(function, tensor, stop: { false })
  }
}

/// Functions of one number that backends compute, rounded once to single precision.
public enum ElementFunction: String, CaseIterable, Sendable {
  /// e to the power of x.
  case exp
  /// The natural logarithm: minus infinity of 0, NaN of what is below.
  case log
  /// The hyperbolic tangent.
  case tanh
  /// 1 / (1 + exp(-x))
  case sigmoid
  /// max(x, 0)
  case relu
  /// The square root.
  case sqrt
  /// The nearest integer, of two the even one.
  case round
  /// The largest integer that is not above.
  case floor
  /// The smallest integer that is not below.
  case ceil
}

/// The numbers that a network keeps for each of its parameters.
public enum ParameterState: Int, CaseIterable, Sendable {
  /// The parameter itself.
  case value
  /// The gradient of the last step.
  case gradient
  /// Adam's first moment, or the velocity of gradient descent.
  case firstMoment
  /// Adam's second moment.
  case secondMoment
}

/// A network on a backend: parameters, gradients and moments, and what is computed from them.
public protocol NetworkExecution: AnyObject {
  /// What the network is made of.
  var plan: NetworkPlan { get }

  /// Returns a copy of the numbers of a parameter.
  func tensor(_ state: ParameterState, of parameter: ParameterID) -> Tensor

  /// Replaces the numbers of a parameter.
  ///
  /// - Precondition: the tensor has the parameter's shape.
  func set(_ state: ParameterState, of parameter: ParameterID, to tensor: Tensor)

  /// Makes one step on a batch, whose rows are inputs and targets, and returns its loss.
  ///
  /// The loss is the mean over all elements, before the update. Without a rule the gradients are
  /// computed and nothing is updated.
  ///
  /// - Precondition: rows are as wide as the network's input and as its output.
  ///
  /// - Throws: `NumericFault` if the loss or a gradient is not finite; no parameter and no moment
  ///   has changed then.
  func step(on batch: Batch, loss: LossKind, rule: UpdateRule?) throws(NumericFault) -> Double

  /// Returns what some of the layers make of the rows of `input`.
  ///
  /// - Throws: `TensorError.shapeMismatch` unless the input is `[n, inputs of the first layer]`,
  ///   or `tooLarge`.
  func forward(_ input: Tensor, layers: Range<Int>) throws(TensorError) -> Tensor

  /// Returns the output of a layer's product before its activation, for the rows of `input`, which
  /// are the network's inputs.
  func preactivation(_ input: Tensor, layer: Int) throws(TensorError) -> Tensor

  /// Returns the loss of each of the rows, summed over the elements of the row.
  ///
  /// - Precondition: rows are as wide as the network's input and as its output.
  func lossSums(_ rows: ByteMatrix, loss: LossKind) -> [Float]
}

/// Some rows of a matrix, in an order of their own.
public struct Batch {
  /// The matrix.
  public let rows: ByteMatrix

  /// An order of rows, of which the batch is a part.
  public let order: [Int32]

  /// The batch's part of the order; not empty.
  public let range: Range<Int>

  /// Creates a batch.
  ///
  /// - Precondition: the range is a part of the order and not empty.
  public init(rows: ByteMatrix, order: [Int32], range: Range<Int>) {
    precondition(
      !range.isEmpty && range.lowerBound >= 0 && range.upperBound <= order.count,
      "a batch is a part of its order"
    )
    self.rows = rows
    self.order = order
    self.range = range
  }

  /// The number of rows.
  public var count: Int { range.count }
}

extension Batch {
  /// The batch's rows as a tensor of shape `[count, columns]`.
  public var inputs: Tensor {
    let columns = rows.columnCount
    return Tensor(shape: [count, columns]) { elements in
      for (row, place) in range.enumerated() {
        let source = Int(order[place]) * columns
        for column in 0..<columns {
          elements[row * columns + column] = rows.number(at: source + column)
        }
      }
    }
  }
}
