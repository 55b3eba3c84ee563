internal import Glibc

/// Computes with plain loops in double precision: slow, and what the other backends are measured
/// against.
public final class ReferenceBackend: Backend {
  /// Creates a backend.
  public init() {}

  /// The backend's name.
  public var name: String { "reference" }

  /// Returns a network with all parameters, gradients and moments zero.
  public func makeNetwork(_ plan: NetworkPlan) throws(TensorError) -> any NetworkExecution {
    try Memory.require(plan.memoryNeeded(batchSize: 1))
    return ReferenceNetwork(plan: plan)
  }

  /// Returns the product of matrices of shapes `[m, k]` and `[k, n]`.
  public func matmul(
    _ left: Tensor,
    _ right: Tensor,
    stop: @Sendable () -> Bool
  ) throws(TensorError) -> Tensor {
    let shape = try matmulShape(left, right)
    let (a, b) = (left.scalars, right.scalars)
    let depth = left.shape[1]
    return Tensor(shape: shape) { result in
      for row in 0..<shape[0] where !stop() {
        for column in 0..<shape[1] {
          var sum = 0.0
          for k in 0..<depth {
            sum += Double(a[row * depth + k]) * Double(b[k * shape[1] + column])
          }
          result[row * shape[1] + column] = Float(sum)
        }
      }
    }
  }

  /// Returns the function of each element.
  public func map(
    _ function: ElementFunction,
    _ tensor: Tensor,
    stop: @Sendable () -> Bool
  ) -> Tensor {
    tensor.map(stop: stop) { Float(function(Double($0))) }
  }

  /// Returns the first numbers of a stream.
  public func random(
    _ distribution: RandomDistribution,
    _ shape: Shape,
    from stream: RandomStream,
    stop: @Sendable () -> Bool
  ) -> Tensor {
    var stream = stream
    return Tensor(shape: shape) { elements in
      Pieces.forEach(of: elements.count, stop: stop) { piece in
        for index in piece { elements[index] = stream.next(distribution) }
      }
    }
  }
}

extension ElementFunction {
  func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .exp: Glibc.exp(x)
    case .tanh: Glibc.tanh(x)
    case .sigmoid: 1 / (1 + Glibc.exp(-x))
    case .relu: x < 0 ? 0 : x
    case .log: Glibc.log(x)
    case .sqrt: x.squareRoot()
    case .round: x.rounded(.toNearestOrEven)
    case .floor: x.rounded(.down)
    case .ceil: x.rounded(.up)
    }
  }
}

extension ActivationKind {
  func value(_ x: Double) -> Double {
    switch self {
    case .identity: x
    case .relu: ElementFunction.relu(x)
    case .tanh: ElementFunction.tanh(x)
    case .sigmoid: ElementFunction.sigmoid(x)
    }
  }

  /// Returns the derivative where the activation's value is `y`.
  func slope(_ y: Double) -> Double {
    switch self {
    case .identity: 1
    case .relu: y > 0 ? 1 : 0
    case .tanh: 1 - y * y
    case .sigmoid: y * (1 - y)
    }
  }
}

extension LossKind {
  func value(_ difference: Double) -> Double {
    switch self {
    case .squared: difference * difference
    case .absolute: abs(difference)
    }
  }

  func slope(_ difference: Double) -> Double {
    switch self {
    case .squared: 2 * difference
    case .absolute: difference > 0 ? 1 : difference < 0 ? -1 : difference
    }
  }
}
