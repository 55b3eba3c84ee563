import Foundation
import Kernels
import Synchronization
import Testing

@testable import Tensors

@Suite struct KernelTests {
  static let paths = CPUBackendTests.paths

  @Test(arguments: paths)
  func `expands bytes to the very levels of the matrix`(path: String) throws {
    let kernels = try CPUBackendTests.backend(path).kernels
    for (mean, deviation) in [(0.5, 0.5), (0.1307, 0.3081), (0, 1), (0.25, 4)] as [(Float, Float)] {
      let matrix = ByteMatrix(
        rowCount: 1,
        columnCount: 256,
        bytes: (0...255).map(UInt8.init),
        mean: mean,
        deviation: deviation
      )
      let panel = FloatBuffer(count: 256 * 16)
      matrix.bytes.withUnsafeBufferPointer { bytes in
        var job = KernelGather()
        job.bytes = bytes.baseAddress
        job.samples = 1
        job.columns = 256
        job.levels = KernelLevels(mean: mean, deviation: deviation)
        job.width = 16
        job.panel = panel.start
        kernels.gather(&job)
      }
      #expect((0..<256).map { panel.start[$0 * 16] } == matrix.levels)
    }
  }

  /// One float in several thousand lies so near the middle between two that twelve more digits do
  /// not tell which is next; here none of some forty thousand may be wrong.
  @Test(arguments: paths, ElementFunction.allCases)
  func `rounds the exact value of a function to the nearest float`(
    path: String,
    function: ElementFunction
  ) throws {
    let bound: Float = function == .exp || function == .sigmoid ? 110 : 30
    let inputs = (-20_000...20_000).map { Float($0) / 20_000 * bound }
    let small = (-100...100).map { Float($0) * 1e-6 }
    let extreme: [Float] = [
      .leastNonzeroMagnitude, 0x1p-130, 1e-20, 1e20, 3e38, 8_388_607.5, 0.5, 1.5, 2.5, 1,
    ].flatMap {
      [$0, -$0]
    }
    let scalars = inputs + small + extreme
    let tensor = Tensor(shape: [scalars.count], scalars: scalars)
    let results = try CPUBackendTests.backend(path).map(function, tensor).scalars
    for (x, y) in zip(scalars, results) {
      let exact = Float(function(Double(x)))
      #expect(y == exact || y.isNaN && exact.isNaN, "\(function) of \(x) is \(y), not \(exact)")
    }
  }

  @Test(arguments: paths)
  func `keeps what is special in functions`(path: String) throws {
    let inputs: [Float] = [.nan, .infinity, -.infinity, 0, -0.0, -0.3]
    let backend = try CPUBackendTests.backend(path)
    let special: [ElementFunction: [Float]] = [
      .exp: [.nan, .infinity, 0, 1, 1, Float(exp(-0.3 as Double))],
      .log: [.nan, .infinity, .nan, -.infinity, -.infinity, .nan],
      .tanh: [.nan, 1, -1, 0, -0.0, Float(tanh(Double(-0.3 as Float)))],
      .sigmoid: [.nan, 1, 0, 0.5, 0.5, Float(1 / (1 + exp(Double(0.3 as Float))))],
      .relu: [.nan, .infinity, 0, 0, -0.0, 0],
      .sqrt: [.nan, .infinity, .nan, 0, -0.0, .nan],
      .round: [.nan, .infinity, -.infinity, 0, -0.0, -0.0],
      .floor: [.nan, .infinity, -.infinity, 0, -0.0, -1],
      .ceil: [.nan, .infinity, -.infinity, 0, -0.0, -0.0],
    ]
    for function in ElementFunction.allCases {
      let found = backend.map(function, Tensor(shape: [6], scalars: inputs)).scalars
      let wanted = try #require(special[function])
      for (a, b) in zip(found, wanted) {
        let isSame = a.isNaN ? b.isNaN : a == b && a.sign == b.sign
        #expect(isSame, "\(function): \(found), not \(wanted)")
      }
    }
  }

  @Test(arguments: paths)
  func `a function of many elements is shared and can be stopped`(path: String) throws {
    let backend = try CPUBackendTests.backend(path, threads: 3)
    let scalars = (0..<100_003).map { Float($0) * 1e-3 - 50 }
    let tensor = Tensor(shape: [scalars.count], scalars: scalars)
    let whole = backend.map(.tanh, tensor)
    #expect(whole.scalars == scalars.map { Float(tanh(Double($0))) })
    let asked = Atomic(0)
    _ = backend.map(.tanh, tensor) {
      asked.add(1, ordering: .relaxed)
      return true
    }
    #expect(asked.load(ordering: .relaxed) == 4, "each part asks, and none is computed")
  }

  @Test(arguments: paths)
  func `finds the largest magnitude, above all what is not finite`(path: String) throws {
    let kernels = try CPUBackendTests.backend(path).kernels
    let peak = { (values: [Float]) in Float(bitPattern: kernels.peak(values, values.count)) }
    #expect(peak([]) == 0)
    #expect(peak([1, -3, 2]) == 3)
    #expect(peak([Float](repeating: 1, count: 40) + [.infinity]) == .infinity)
    #expect(peak([.infinity, -.nan, 1]).isNaN)
  }
}
