internal import Kernels

/// Computes on the processor: kernels of the fastest instruction set, and a team of threads.
public final class CPUBackend: Backend {
  /// The most threads that can be asked for.
  public static let threadLimit = 64

  /// The instruction set in use.
  public let path: KernelPath

  private(set) var team: ThreadTeam

  /// Creates a backend; the number of threads is brought into 1...64.
  ///
  /// Without a number there is a thread for each processor that this process may use.
  public init(threads: Int? = nil, path: KernelPath = .chosen) {
    self.path = path
    team = ThreadTeam(workers: Self.clamped(threads ?? Self.processorCount))
  }

  /// The number of threads that share a step; setting it ends the old threads.
  public var threads: Int {
    get { team.workers }
    set {
      let workers = Self.clamped(newValue)
      if workers != team.workers { team = ThreadTeam(workers: workers) }
    }
  }

  /// The number of processors that this process may run on.
  public static var processorCount: Int { kernelProcessorCount() }

  private static func clamped(_ threads: Int) -> Int { min(max(threads, 1), threadLimit) }

  var kernels: KernelTable { path.table.pointee }

  /// The backend's name and what it runs on.
  public var name: String {
    "cpu (\(path.name), \(threads) thread\(threads == 1 ? "" : "s"))"
  }

  /// Returns a network with all parameters, gradients and moments zero.
  public func makeNetwork(_ plan: NetworkPlan) throws(TensorError) -> any NetworkExecution {
    try Memory.require(plan.parameterBytes)
    return CPUNetwork(plan: plan, backend: self)
  }

  /// Returns the product of matrices of shapes `[m, k]` and `[k, n]`.
  ///
  /// Each element is one chain of multiply-adds over k in ascending order.
  public func matmul(_ left: Tensor, _ right: Tensor) throws(TensorError) -> Tensor {
    let shape = try matmulShape(left, right)
    let (rows, depth, columns) = (shape[0], left.shape[1], shape[1])
    // Rows are shared in parts that are large enough to be worth it.
    let part = max(ThreadTeam.rowsPerUnit, roundUp(rows, to: threads) / threads)
    let kernels = kernels
    return Tensor(shape: shape) { result in
      left.withUnsafeElements { a in
        right.withUnsafeElements { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = result.baseAddress else {
            return
          }
          team.run((rows + part - 1) / part) { unit, _ in
            let first = unit * part
            let count = min(part, rows - first)
            kernels.matmul(count, depth, columns, a + first * depth, b, c + first * columns)
          }
        }
      }
    }
  }

  /// Returns the function of each element.
  public func map(_ function: ElementFunction, _ tensor: Tensor) -> Tensor {
    let kernels = kernels
    return Tensor(shape: tensor.shape) { result in
      tensor.withUnsafeElements { source in
        kernels.map(function.kernel, source.baseAddress, result.baseAddress, source.count)
      }
    }
  }
}

extension ThreadTeam {
  /// The fewest rows of a matrix product that are given to a thread.
  static let rowsPerUnit = 24
}

/// Returns the shape of a matrix product.
func matmulShape(_ left: Tensor, _ right: Tensor) throws(TensorError) -> Shape {
  guard left.shape.rank == 2, right.shape.rank == 2, left.shape[1] == right.shape[0] else {
    throw .shapeMismatch(expected: left.shape, found: right.shape)
  }
  guard let shape = Shape(checking: [left.shape[0], right.shape[1]]) else {
    throw .tooLarge(bytes: .max, available: Memory.available)
  }
  try Memory.require(shape)
  return shape
}

extension ElementFunction {
  var kernel: KernelFunction {
    switch self {
    case .exp: .exp
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    case .relu: .relu
    case .sqrt: .sqrt
    }
  }
}

extension ActivationKind {
  var kernel: KernelActivation {
    switch self {
    case .identity: .identity
    case .relu: .relu
    case .tanh: .tanh
    case .sigmoid: .sigmoid
    }
  }
}

extension LossKind {
  var kernel: KernelLoss {
    switch self {
    case .squared: .squared
    case .absolute: .absolute
    }
  }
}
