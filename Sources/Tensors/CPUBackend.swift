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
  /// Each element is one chain of multiply-adds over k in ascending order, so that the parts in which
  /// rows are shared and in which `stop` is asked change no bit.
  public func matmul(
    _ left: Tensor,
    _ right: Tensor,
    stop: @Sendable () -> Bool
  ) throws(TensorError) -> Tensor {
    let shape = try matmulShape(left, right)
    let (rows, depth, columns) = (shape[0], left.shape[1], shape[1])
    // A part packs the right matrix anew, which fewer rows would not repay.
    let longest = max(64, Self.matrixPiece / max(depth * columns, 1))
    let share = max(Self.rowsPerUnit, roundUp(rows, to: threads) / threads)
    let part = min(share, longest)
    let kernels = kernels
    return Tensor(shape: shape) { result in
      left.withUnsafeElements { a in
        right.withUnsafeElements { b in
          guard let a = a.baseAddress, let b = b.baseAddress, let c = result.baseAddress else {
            return
          }
          runExactly((rows + part - 1) / part, stop: stop) { unit in
            let first = unit * part
            let count = min(part, rows - first)
            kernels.matmul(count, depth, columns, a + first * depth, b, c + first * columns)
          }
        }
      }
    }
  }

  /// Returns the function of each element.
  ///
  /// All paths compute it in double precision and round once: the float differs from the one next to
  /// the exact value only where that lies within 1e-12 of the middle between two.
  public func map(
    _ function: ElementFunction,
    _ tensor: Tensor,
    stop: @Sendable () -> Bool
  ) -> Tensor {
    let (kernels, count, piece) = (kernels, tensor.count, Self.mapPiece)
    return Tensor(shape: tensor.shape) { result in
      tensor.withUnsafeElements { source in
        guard let source = source.baseAddress, let target = result.baseAddress else { return }
        runExactly((count + piece - 1) / piece, stop: stop) { unit in
          let first = unit * piece
          kernels.map(function.kernel, source + first, target + first, min(piece, count - first))
        }
      }
    }
  }

  /// Returns the first numbers of a stream.
  public func random(
    _ distribution: RandomDistribution,
    _ shape: Shape,
    from stream: RandomStream,
    stop: @Sendable () -> Bool
  ) -> Tensor {
    let piece = Self.mapPiece
    return Tensor(shape: shape) { elements in
      runExactly((elements.count + piece - 1) / piece, stop: stop) { unit in
        let first = unit * piece
        stream.write(distribution, first..<min(first + piece, elements.count), to: elements)
      }
    }
  }

  /// The multiply-adds between two questions whether to stop: some 20 ms on one core.
  private static let matrixPiece = 1 << 29

  /// The elements of a function that are worth sharing, some 50 microseconds.
  private static let mapPiece = 1 << 15

  /// The fewest rows of a matrix product that are given to a thread.
  private static let rowsPerUnit = 24

  /// Runs units on all threads with subnormal numbers as they are, which in training count as zero;
  /// those after `stop` said so are left out.
  private func runExactly(_ units: Int, stop: @Sendable () -> Bool, _ body: (_ unit: Int) -> Void) {
    team.run(units) { unit, _ in
      guard !stop() else { return }
      let before = kernelFlushSubnormals(false)
      body(unit)
      _ = kernelFlushSubnormals(before)
    }
  }
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
    case .log: .log
    case .sqrt: .sqrt
    case .round: .round
    case .floor: .floor
    case .ceil: .ceil
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
