import Foundation
import Kernels
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

  /// Measured: 1.9 units in the last place with fused multiply-add, 2.5 without.
  @Test(arguments: paths, [ElementFunction.tanh, .sigmoid, .exp])
  func `computes functions to three units in the last place`(
    path: String,
    function: ElementFunction
  ) throws {
    let bound: Float = function == .exp ? 87 : 20
    let inputs = (-20_000...20_000).map { Float($0) / 20_000 * bound }
    let small = (-100...100).map { Float($0) * 1e-6 }
    let tensor = Tensor(shape: [inputs.count + small.count], scalars: inputs + small)
    let results = try CPUBackendTests.backend(path).map(function, tensor).scalars
    var worst = 0.0
    for (x, y) in zip(tensor.scalars, results) {
      let exact = function(Double(x))
      let unit = Double(Float(exact).ulp)
      worst = max(worst, abs(Double(y) - exact) / unit)
    }
    #expect(worst <= 3, "\(worst)")
  }

  @Test(arguments: paths)
  func `keeps what is special in functions`(path: String) throws {
    let inputs: [Float] = [.nan, .infinity, -.infinity, 0, -0.0, 100, -100]
    let backend = try CPUBackendTests.backend(path)
    let map = { backend.map($0, Tensor(shape: [7], scalars: inputs)).scalars }
    let tanh = map(.tanh)
    #expect(tanh[0].isNaN)
    #expect(Array(tanh[1...]) == [1, -1, 0, 0, 1, -1])
    #expect(tanh[4].sign == .minus)
    let exp = map(.exp)
    #expect(exp[0].isNaN)
    #expect(Array(exp[1...]) == [.infinity, 0, 1, 1, .infinity, 0])
    let sigmoid = map(.sigmoid)
    #expect(sigmoid[0].isNaN)
    #expect(Array(sigmoid[1..<6]) == [1, sigmoid[2], 0.5, 0.5, 1])
    #expect(sigmoid[2] < 1e-37 && sigmoid[6] < 1e-37)
    let relu = map(.relu)
    #expect(relu[0].isNaN)
    #expect(Array(relu[1...]) == [.infinity, 0, 0, 0, 100, 0])
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
