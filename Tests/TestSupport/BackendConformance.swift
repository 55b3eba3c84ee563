public import Tensors

/// Compares a backend with the reference, over shapes that are odd on purpose.
public struct BackendConformance {
  /// The backend under test.
  public let backend: any Backend

  /// The largest difference allowed, relative to the largest magnitude of the tensor.
  ///
  /// Sums of a hundred products in single precision are good to about 1e-6 of their terms; longer
  /// ones are allowed more in proportion.
  public var tolerance: Double

  private let reference = ReferenceBackend()

  /// Creates the comparison for a backend.
  public init(_ backend: any Backend, tolerance: Double = 1e-5) {
    self.backend = backend
    self.tolerance = tolerance
  }

  /// A network, and the batches it is tried on.
  public struct Case: Sendable, CustomStringConvertible {
    /// The layers' widths; the last equals the first.
    public let widths: [Int]
    /// The activation of hidden layers.
    public let hidden: ActivationKind
    /// The activation of the last layer.
    public let output: ActivationKind
    /// Whether layers have biases.
    public let hasBias: Bool
    /// The rows in the batch.
    public let batch: Int
    /// The loss.
    public let loss: LossKind
    /// Whether most bytes are zero, so that a first layer may skip them.
    public let isSparse: Bool
    /// Which units of hidden layers have a bias that keeps them below zero: every unit whose number
    /// this divides, or none where it is nil.
    public let dead: Int?

    /// The case in one line.
    public var description: String {
      "\(widths) \(hidden) \(output) bias \(hasBias) batch \(batch) \(loss)"
        + (isSparse ? " sparse" : "") + (dead.map { " dead \($0)" } ?? "")
    }

    /// Creates a case.
    public init(
      _ widths: [Int],
      _ hidden: ActivationKind = .relu,
      _ output: ActivationKind = .tanh,
      hasBias: Bool = true,
      batch: Int,
      loss: LossKind = .squared,
      isSparse: Bool = false,
      dead: Int? = nil
    ) {
      self.widths = widths
      self.hidden = hidden
      self.output = output
      self.hasBias = hasBias
      self.batch = batch
      self.loss = loss
      self.isSparse = isSparse
      self.dead = dead
    }
  }

  /// Shapes that meet every path: widths of 1, below, at and above a vector, a tile and a block, and
  /// layers that threads share by their outputs; batches of one sample, less than a vector, of several
  /// panels and of several passes.
  public static let cases = [
    Case([1, 1], batch: 1),
    Case([5, 3, 5], batch: 1),
    Case([7, 6, 1, 6, 7], .tanh, .sigmoid, batch: 3),
    Case([16, 16, 16], .sigmoid, .identity, batch: 16),
    Case([17, 15, 2, 15, 17], .relu, .tanh, batch: 17, loss: .absolute),
    Case([33, 13, 33], .identity, .tanh, hasBias: false, batch: 65),
    Case([64, 24, 64], .relu, .identity, batch: 96),
    Case([67, 31, 5, 31, 67], .relu, .tanh, batch: 130),
    Case([80, 12, 80], .tanh, .tanh, batch: 300),
    Case([130, 49, 130], .relu, .sigmoid, hasBias: false, batch: 47, loss: .absolute),
    Case([1, 1], batch: 1, isSparse: true),
    Case([5, 3, 5], batch: 1, isSparse: true),
    Case([7, 6, 1, 6, 7], .tanh, .sigmoid, batch: 3, isSparse: true),
    Case([17, 15, 2, 15, 17], .relu, .tanh, batch: 17, loss: .absolute, isSparse: true),
    Case([33, 64, 33], .sigmoid, .tanh, hasBias: false, batch: 65, isSparse: true),
    Case([67, 31, 5, 31, 67], .sigmoid, .tanh, batch: 130, isSparse: true),
    Case([100, 129, 100], .sigmoid, .tanh, batch: 300, isSparse: true),
    Case([200, 150, 200], .sigmoid, .sigmoid, hasBias: false, batch: 47, isSparse: true),
    Case([67, 31, 5, 31, 67], batch: 130, dead: 2),
    Case([67, 31, 9, 31, 67], batch: 130, isSparse: true, dead: 3),
    Case([33, 70, 13, 33], .relu, .relu, batch: 300, dead: 4),
    Case([17, 15, 2, 15, 17], batch: 17, isSparse: true, dead: 1),
    Case([770, 130, 9, 130, 770], .sigmoid, hasBias: false, batch: 4, isSparse: true),
    Case([20, 60, 780, 20], .relu, .sigmoid, batch: 18, dead: 3),
    Case([9, 300, 440, 9], .sigmoid, batch: 3),
  ]

  /// Returns what differs from the reference in two steps and a look at the result, as sentences.
  public func differences(_ shape: Case, rules: [UpdateRule?]) throws -> [String] {
    let longest = shape.widths.reduce(0) { max($0, $1) }
    var judge = self
    judge.tolerance *= max(1, Double(longest) / 200)
    return try judge.allDifferences(shape, rules: rules)
  }

  private func allDifferences(_ shape: Case, rules: [UpdateRule?]) throws -> [String] {
    let plan = Self.plan(shape)
    let tested = try backend.makeNetwork(plan)
    let expected = try reference.makeNetwork(plan)
    for network in [tested, expected] { Self.fill(network, for: shape, seed: 7) }
    let batch = Self.batch(shape)
    var found: [String] = []
    for rule in rules {
      let loss = try tested.step(on: batch, loss: shape.loss, rule: rule)
      let wanted = try expected.step(on: batch, loss: shape.loss, rule: rule)
      if !(abs(loss - wanted) <= tolerance * abs(wanted)) {
        found.append("loss \(loss), not \(wanted)")
      }
      for state in ParameterState.allCases {
        for parameter in plan.parameters {
          found += compare(
            tested.tensor(state, of: parameter),
            expected.tensor(state, of: parameter),
            "\(state) of \(parameter)"
          )
        }
      }
    }
    return try found + compareInference(tested, expected, batch, shape.loss)
  }

  /// Returns what differs from the reference in matrix products and functions, as sentences.
  public func operationDifferences() throws -> [String] {
    var found: [String] = []
    for (m, k, n) in [(0, 3, 4), (1, 1, 1), (5, 7, 3), (6, 64, 16), (13, 33, 65), (50, 9, 130)] {
      let (a, b) = (Self.tensor([m, k], seed: 1), Self.tensor([k, n], seed: 2))
      found += compare(
        try backend.matmul(a, b),
        try reference.matmul(a, b),
        "matmul \(m) \(k) \(n)"
      )
    }
    for function in ElementFunction.allCases {
      let tensor = Self.tensor([3, 37], seed: 3)
      found += compare(
        backend.map(function, tensor),
        reference.map(function, tensor),
        function.rawValue
      )
    }
    for distribution in RandomDistribution.allCases {
      for count in [0, 1, 2, 3, 5, 100_003] {
        let stream = RandomSource(seed: 9).stream(.script, 3)
        let drawn = [backend, reference].map {
          $0.random(distribution, [count], from: stream, stop: { false }).scalars
        }
        if drawn[0] != drawn[1] { found.append("\(count) random numbers differ, \(distribution)") }
      }
    }
    return found
  }

  private func compareInference(
    _ tested: any NetworkExecution,
    _ expected: any NetworkExecution,
    _ batch: Batch,
    _ loss: LossKind
  ) throws -> [String] {
    var found: [String] = []
    let layers = tested.plan.layers.indices
    for last in layers {
      found += compare(
        try tested.forward(batch.inputs, layers: 0..<(last + 1)),
        try expected.forward(batch.inputs, layers: 0..<(last + 1)),
        "output of layer \(last)"
      )
      found += compare(
        try tested.preactivation(batch.inputs, layer: last),
        try expected.preactivation(batch.inputs, layer: last),
        "product of layer \(last)"
      )
    }
    let sums = tested.lossSums(batch.rows, loss: loss)
    let wanted = expected.lossSums(batch.rows, loss: loss)
    let shape: Shape = [batch.rows.rowCount]
    return found
      + compare(
        Tensor(shape: shape, scalars: sums),
        Tensor(shape: shape, scalars: wanted),
        "losses"
      )
  }

  private func compare(_ tested: Tensor, _ expected: Tensor, _ what: String) -> [String] {
    guard tested.shape == expected.shape else {
      return ["\(what) has shape \(tested.shape), not \(expected.shape)"]
    }
    // Loops over bare memory: there are millions of elements, and tests are not optimised.
    return tested.withUnsafeElements { found in
      expected.withUnsafeElements { wanted in
        var scale: Float = 0
        var index = 0
        while index < wanted.count {
          scale = max(scale, abs(wanted[index]))
          index += 1
        }
        index = 0
        while index < wanted.count {
          let difference = abs(Double(found[index]) - Double(wanted[index]))
          if !(difference <= tolerance * Double(scale)) {
            return ["\(what)[\(index)] is \(found[index]), not \(wanted[index])"]
          }
          index += 1
        }
        return []
      }
    }
  }

  /// Returns the plan of a case.
  public static func plan(_ shape: Case) -> NetworkPlan {
    let pairs = zip(shape.widths, shape.widths.dropFirst())
    return NetworkPlan(
      layers: pairs.enumerated().map { index, pair in
        LayerPlan(
          inputs: pair.0,
          outputs: pair.1,
          activation: index == shape.widths.count - 2 ? shape.output : shape.hidden,
          hasBias: shape.hasBias
        )
      }
    )
  }

  /// Gives a network of a case random parameters in -0.5..<0.5, but for the biases of dead units.
  public static func fill(_ network: any NetworkExecution, for shape: Case, seed: UInt64) {
    var random = RandomSource(seed: seed).stream(.weights)
    for parameter in network.plan.parameters {
      let isHiddenBias =
        parameter.role == .bias && parameter.layer + 1 < network.plan.layers.count
      let tensor = Tensor(shape: network.plan.shape(of: parameter)) { elements in
        for index in elements.indices {
          elements[index] = random.nextUniform() - 0.5
          if isHiddenBias, let dead = shape.dead, index % dead == 0 { elements[index] = -100 }
        }
      }
      network.set(.value, of: parameter, to: tensor)
    }
  }

  /// Returns a batch of a case: every second row of a matrix of random bytes, backwards.
  public static func batch(_ shape: Case) -> Batch {
    var random = RandomSource(seed: 11).stream(.images)
    let count = 2 * shape.batch * shape.widths[0]
    let bytes = (0..<count).map { _ in
      let word = random.next32()
      // Of sparse bytes one in eight is kept.
      return shape.isSparse && word >> 29 > 0 ? 0 : UInt8(truncatingIfNeeded: word)
    }
    let rows = ByteMatrix(rowCount: 2 * shape.batch, columnCount: shape.widths[0], bytes: bytes)
    let order = (0..<shape.batch).map { Int32(2 * (shape.batch - 1 - $0)) }
    return Batch(rows: rows, order: order, range: 0..<shape.batch)
  }

  /// Returns a tensor of numbers in 0..<4.
  private static func tensor(_ shape: Shape, seed: UInt64) -> Tensor {
    var random = RandomSource(seed: seed).stream(.script)
    return Tensor(shape: shape) { elements in
      for index in elements.indices { elements[index] = 4 * random.nextUniform() }
    }
  }
}
