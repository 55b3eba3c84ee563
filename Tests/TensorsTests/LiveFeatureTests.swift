import Kernels
import TestSupport
import Testing

@testable import Tensors

@Suite struct LiveFeatureTests {
  @Test(arguments: CPUBackendTests.paths)
  func `lists the rows that are not zero throughout`(path: String) throws {
    let kernels = try CPUBackendTests.backend(path).kernels
    let (rows, width) = (7, 32)
    let panel = FloatBuffer(count: rows * width)
    panel.start[1 * width + 31] = .leastNonzeroMagnitude
    panel.start[2 * width] = -0.0
    panel.start[4 * width + 15] = .nan
    panel.start[6 * width + 16] = -3
    var live = [Int32](repeating: 0, count: rows)
    let count = kernels.liveRows(panel.start, rows, width, &live)
    #expect(live.prefix(count) == [1, 4, 6])
  }

  /// A panel of 64 samples in which a unit sleeps says nothing of the next panel, or the next batch.
  @Test(arguments: CPUBackendTests.paths)
  func `a unit that wakes in another panel or batch counts again`(path: String) throws {
    let shape = BackendConformance.Case([9, 8, 9], batch: 130)
    let plan = BackendConformance.plan(shape)
    let backend = try CPUBackendTests.backend(path)
    let networks: [any NetworkExecution] = [
      try backend.makeNetwork(plan), try ReferenceBackend().makeNetwork(plan),
    ]
    // The first 64 rows are dark, and unit 3 wants light.
    let bytes: [UInt8] = (0..<260 * 9).map { place in
      place < 64 * 9 ? 0 : UInt8(place % 251)
    }
    let rows = ByteMatrix(rowCount: 260, columnCount: 9, bytes: bytes)
    let order = (0..<260).map { Int32($0) }
    for network in networks {
      BackendConformance.fill(network, for: shape, seed: 5)
      let weight = Tensor(shape: [8, 9]) { elements in
        for index in elements.indices { elements[index] = index / 9 == 3 ? 1 : 0.1 }
      }
      network.set(.value, of: ParameterID(0, .weight), to: weight)
      network.set(.value, of: ParameterID(0, .bias), to: Tensor(shape: [8], repeating: 0))
      for range in [0..<64, 0..<130, 0..<64, 130..<260] {
        let batch = Batch(rows: rows, order: order, range: range)
        _ = try network.step(on: batch, loss: .squared, rule: .adam(CPUBackendTests.adam))
      }
    }
    for parameter in plan.parameters {
      for state in ParameterState.allCases {
        let found = networks[0].tensor(state, of: parameter).scalars
        let wanted = networks[1].tensor(state, of: parameter).scalars
        let scale = wanted.reduce(1e-6) { max($0, abs($1)) }
        #expect(zip(found, wanted).allSatisfy { abs($0 - $1) <= 1e-4 * scale })
      }
    }
  }
}
