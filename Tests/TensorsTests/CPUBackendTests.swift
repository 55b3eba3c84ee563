import TestSupport
import Testing

@testable import Tensors

@Suite struct CPUBackendTests {
  static let adam = AdamRule(
    rate: 1e-2,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-3,
    decay: 0.01,
    step: 1
  )
  static let rules: [UpdateRule?] = [
    nil,
    .descent(DescentRule(rate: 0.1, momentum: 0.9, decay: 0.01)),
    .adam(adam),
  ]

  static let paths = KernelPath.available.map(\.name)

  static func backend(_ path: String, threads: Int = 2) throws -> CPUBackend {
    let path = try #require(KernelPath.available.first { $0.name == path })
    return CPUBackend(threads: threads, path: path)
  }

  @Test(arguments: paths, BackendConformance.cases)
  func `agrees with the reference`(path: String, shape: BackendConformance.Case) throws {
    let conformance = BackendConformance(try Self.backend(path))
    let found = try conformance.differences(shape, rules: Self.rules)
    #expect(found == [], "\(found.prefix(3))")
  }

  @Test(arguments: paths)
  func `multiplies and maps as the reference does`(path: String) throws {
    #expect(try BackendConformance(try Self.backend(path)).operationDifferences() == [])
  }

  /// Networks whose layers are shared by samples, by outputs, and in turn.
  static let shapes: [BackendConformance.Case] = [
    .init([67, 31, 5, 31, 67], batch: 130, dead: 3),
    .init([67, 31, 5, 31, 67], batch: 130, isSparse: true, dead: 3),
    .init([770, 130, 9, 130, 770], batch: 70, dead: 3),
    .init([770, 130, 9, 130, 770], batch: 70, isSparse: true, dead: 3),
    .init([20, 60, 780, 20], .relu, .sigmoid, batch: 70, loss: .absolute, dead: 3),
    .init([9, 300, 440, 9], batch: 20, dead: 3),
  ]

  @Test(arguments: paths, shapes)
  func `gives the same bits with any number of threads`(
    path: String,
    shape: BackendConformance.Case
  ) throws {
    let alone = try Self.result(shape, try Self.backend(path, threads: 1))
    for threads in 2...4 {
      // Not within the expectation, which would look for the differences of a million numbers.
      let isSame = try Self.result(shape, try Self.backend(path, threads: threads)) == alone
      #expect(isSame, "\(threads) threads")
    }
  }

  @Test(arguments: [(1, 3), (3, 1)])
  func `gives the same bits when the threads change after the network was made`(
    before: Int,
    after: Int
  ) throws {
    let shape = Self.shapes[3]
    let backend = CPUBackend(threads: before)
    let network = try backend.makeNetwork(BackendConformance.plan(shape))
    backend.threads = after
    let expected = try Self.result(shape, CPUBackend(threads: 2))
    #expect(try Self.result(shape, network) == expected)
  }

  /// After a run of shared steps some are made by one thread, whatever the times are.
  @Test func `gives the same bits when steps are made alone in between`() throws {
    let shape = BackendConformance.Case([770, 130, 770], batch: 20, isSparse: true)
    let results = try [1, 2].map { threads in
      try Self.result(shape, CPUBackend(threads: threads), steps: 44)
    }
    #expect(results[0] == results[1])
  }

  @Test func `gives the same bits where the only layer is shared`() throws {
    let shape = BackendConformance.Case([770, 770], batch: 9, loss: .absolute)
    let results = try [1, 2].map { threads in
      try Self.result(shape, CPUBackend(threads: threads))
    }
    #expect(results[0] == results[1])
  }

  @Test(arguments: paths, [false, true])
  func `gives the same bits on every path with fused multiply-add`(
    path: String,
    isSparse: Bool
  ) throws {
    let shape = BackendConformance.Case(
      [101, 131, 5, 31, 101],
      .sigmoid,
      batch: 130,
      isSparse: isSparse
    )
    let fastest = KernelPath.available[0]
    let expected = try Self.result(shape, CPUBackend(threads: 1, path: fastest))
    let backend = try Self.backend(path, threads: 1)
    if backend.path.isBaseline {
      let conformance = BackendConformance(backend)
      #expect(try conformance.differences(shape, rules: [nil]) == [])
    } else {
      #expect(try Self.result(shape, backend) == expected)
    }
  }

  @Test func `brings the number of threads into bounds`() {
    #expect(CPUBackend(threads: 0).threads == 1)
    #expect(CPUBackend(threads: 1_000_000).threads == CPUBackend.threadLimit)
    let backend = CPUBackend(threads: 2)
    backend.threads = 3
    #expect(backend.name == "cpu (\(backend.path.name), 3 threads)")
  }

  @Test func `refuses a network that does not fit`() throws {
    let layer = LayerPlan(inputs: 1 << 30, outputs: 1 << 30, activation: .relu)
    #expect(throws: TensorError.self) {
      try CPUBackend(threads: 1).makeNetwork(NetworkPlan(layers: [layer]))
    }
  }

  @Test func `refuses inputs of the wrong width`() throws {
    let plan = BackendConformance.plan(.init([5, 3, 5], batch: 1))
    let network = try CPUBackend(threads: 1).makeNetwork(plan)
    #expect(throws: TensorError.shapeMismatch(expected: [2, 5], found: [2, 4])) {
      try network.forward(Tensor(shape: [2, 4], repeating: 0), layers: 0..<2)
    }
  }

  /// Returns every number that some steps leave.
  static func result(
    _ shape: BackendConformance.Case,
    _ backend: CPUBackend,
    steps: Int = 3
  ) throws -> [UInt8] {
    try result(shape, backend.makeNetwork(BackendConformance.plan(shape)), steps: steps)
  }

  private static func result(
    _ shape: BackendConformance.Case,
    _ network: any NetworkExecution,
    steps: Int = 3
  ) throws -> [UInt8] {
    BackendConformance.fill(network, for: shape, seed: 3)
    let batch = BackendConformance.batch(shape)
    var bits: [UInt8] = []
    for step in 1...steps {
      var rule = adam
      rule.step = step
      let loss = try network.step(on: batch, loss: shape.loss, rule: .adam(rule))
      withUnsafeBytes(of: loss) { bits += $0 }
    }
    for state in ParameterState.allCases {
      for parameter in network.plan.parameters {
        network.tensor(state, of: parameter).withUnsafeElements { elements in
          bits += UnsafeRawBufferPointer(elements)
        }
      }
    }
    network.lossSums(batch.rows, loss: shape.loss).withUnsafeBytes { bits += $0 }
    return bits
  }
}
