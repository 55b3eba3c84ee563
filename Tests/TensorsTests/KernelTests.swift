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
    let scalings: [(Float, Float)] = [
      (0.5, 0.5), (0.1307, 0.3081), (0, 1), (0.25, 4), (0, -1), (0.5, -0.25), (0.3, 0x1p-62),
      (0.3, 0x1p-63), (0.3, 0x1p62), (0.3, 0x1p63),
    ]
    for (mean, deviation) in scalings {
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
      let bits = (0..<256).map { panel.start[$0 * 16].bitPattern }
      #expect(bits == matrix.levels.map(\.bitPattern))
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

  /// 37 samples of 68 columns; lanes first, as `sum16` adds.
  @Test(arguments: paths)
  func `sums columns of row blocks over the samples`(path: String) throws {
    let kernels = try CPUBackendTests.backend(path).kernels
    let (capacity, samples, width) = (48, 37, Int(kernelPanelWidth))
    let blocks = FloatBuffer(count: 2 * capacity * width)
    let value = { (sample: Int, column: Int) in Float((sample * 31 + column * 17) % 101) / 7 - 5 }
    for sample in 0..<capacity {
      for column in 0..<2 * width {
        let place = (column / width * capacity + sample) * width + column % width
        blocks.start[place] = sample < samples ? value(sample, column) : .nan
      }
    }
    let sums = FloatBuffer(count: 80)
    kernels.blockSums(blocks.start, capacity, samples, 68, sums.start)
    withExtendedLifetime(blocks) {}
    for column in 0..<80 {
      var lanes = (0..<16).map { lane in
        stride(from: lane, to: samples, by: 16).reduce(Float(0)) { $0 + value($1, column) }
      }
      while lanes.count > 1 {
        lanes = (0..<lanes.count / 2).map { lanes[$0] + lanes[$0 + lanes.count / 2] }
      }
      #expect(sums.start[column] == (column < 68 ? lanes[0] : 0))
    }
  }

  /// 300 samples in panels of 48, so more than a pass; inputs 3 to 15 of 20, outputs 5 to 74 of 90.
  ///
  /// The output gradients are copied by the kernel, or given as row blocks. The numbers are so small
  /// that every order of sums is exact.
  @Test(arguments: paths)
  func `computes the gradients of some weights, and of their biases`(path: String) throws {
    let kernels = try CPUBackendTests.backend(path).kernels
    let (inputs, outputs, samples, width, stride) = (20, 90, 300, 48, 77)
    let panels = (samples + width - 1) / width
    let value = { (feature: Int, sample: Int) in
      sample < samples ? Float((feature * 7 + sample * 3) % 11 - 5) : 0
    }
    func panel(_ features: Int) -> FloatBuffer {
      let buffer = FloatBuffer(count: panels * features * width)
      for panel in 0..<panels {
        for feature in 0..<features {
          for sample in 0..<width {
            buffer.start[(panel * features + feature) * width + sample] =
              value(feature, panel * width + sample)
          }
        }
      }
      return buffer
    }
    let (input, outputGradient) = (panel(inputs), panel(outputs))
    let rows = FloatBuffer(count: Int(kernelGradientRows))
    let live = FloatBuffer(count: 16)
    let marks = UnsafeMutableRawPointer(live.start).assumingMemoryBound(to: UInt8.self)
    for index in 0..<inputs { marks[index] = index == 6 ? 0 : 1 }
    let capacity = 304
    let blocks = FloatBuffer(count: 2 * capacity * Int(kernelPanelWidth))
    for panel in 0..<panels {
      let first = outputGradient.start + (panel * outputs + 5) * width
      let count = min(width, samples - panel * width)
      kernels.transpose(first, nil, 70, width, count, blocks.start, capacity, panel * width)
    }
    for given in [nil, UnsafePointer(blocks.start)] {
      let gradient = FloatBuffer(count: 13 * stride)
      let sums = FloatBuffer(count: 80)
      let job = KernelWeightGradient(
        inputs: inputs,
        outputs: outputs,
        samples: samples,
        width: width,
        firstInput: 3,
        inputCount: 13,
        firstOutput: 5,
        outputCount: 70,
        input: input.start,
        live: marks,
        outputGradient: outputGradient.start,
        rows: rows.start,
        blocks: given,
        capacity: capacity,
        gradient: gradient.start,
        stride: stride,
        sums: sums.start
      )
      withUnsafePointer(to: job) { kernels.weightGradient($0) }
      for column in 0..<stride {
        let output = column + 5
        for row in 0..<13 {
          let expected = (0..<samples).reduce(Float(0)) {
            $0 + value(row + 3, $1) * value(output, $1)
          }
          let isWanted = column < 70 && row + 3 != 6
          #expect(gradient.start[row * stride + column] == (isWanted ? expected : 0))
        }
        let sum = (0..<samples).reduce(Float(0)) { $0 + value(output, $1) }
        #expect(sums.start[column] == (column < 70 ? sum : 0))
      }
      withExtendedLifetime((gradient, sums)) {}
    }
    withExtendedLifetime((input, outputGradient, rows, live, blocks)) {}
  }

  private static func adam(decay: Float) -> KernelAdam {
    KernelAdam(
      rate: 0.01,
      rest1: 0.1,
      beta2: 0.999,
      rest2: 0.001,
      epsilon: 1e-8,
      decay: decay,
      root: 1
    )
  }

  /// Three rows of 21 numbers, 40 apart, whose gradients lie 30 apart.
  @Test(arguments: paths)
  func `updates rows of numbers and nothing between them`(path: String) throws {
    let kernels = try CPUBackendTests.backend(path).kernels
    let adam = Self.adam(decay: 0.01)
    let descent = KernelDescent(rate: 0.01, momentum: 0.9, decay: 0.01)
    let at = KernelRows(count: 3, width: 21, stride: 40, gradientStride: 30)
    let row = KernelRows(count: 1, width: 21, stride: 21, gradientStride: 21)
    for isAdam in [true, false] {
      let owners = (0..<8).map { _ in FloatBuffer(count: 160) }
      let (all, one) = (owners[0...3].map(\.start), owners[4...7].map(\.start))
      for (state, buffer) in all.enumerated() {
        for place in 0..<160 { buffer[place] = Float((place * 13 + state) % 29 + 1) * 1e-3 }
      }
      let before = all.map { Array(UnsafeBufferPointer(start: $0, count: 160)) }
      func update(_ p: [UnsafeMutablePointer<Float>], _ rows: KernelRows) {
        if isAdam {
          kernels.adam(adam, p[0], p[3], p[1], p[2], rows)
        } else {
          kernels.descent(descent, p[0], p[3], p[1], rows)
        }
      }
      update(all, at)
      for number in 0..<3 {
        for (state, buffer) in one.enumerated() {
          let stride = state == 3 ? 30 : 40
          for place in 0..<21 { buffer[place] = before[state][number * stride + place] }
        }
        update(one, row)
        for (state, buffer) in all.prefix(3).enumerated() {
          for place in 0..<40 {
            let whole = number * 40 + place
            let expected = place < 21 ? one[state][place] : before[state][whole]
            #expect(buffer[whole] == expected)
            #expect(place >= 21 || state == 2 && !isAdam || buffer[whole] != before[state][whole])
          }
        }
      }
      withExtendedLifetime(owners) {}
    }
  }

  /// 1,043 numbers, more than a block and not whole vectors.
  @Test(arguments: paths)
  func `fades moments as steps without a gradient do`(path: String) throws {
    let kernels = try CPUBackendTests.backend(path).kernels
    let (count, steps) = (1043, 37)
    let adam = Self.adam(decay: 0)
    let descent = KernelDescent(rate: 0.01, momentum: 0.9, decay: 0)
    let row = KernelRows(count: 1, width: count, stride: count, gradientStride: count)
    for isAdam in [true, false] {
      let owners = (0..<6).map { _ in FloatBuffer(count: count + 16) }
      let buffers = owners.map(\.start)
      for (index, buffer) in owners.enumerated() {
        for place in 0..<count {
          buffer.start[place] = Float(place % 37 + 1) * (index % 3 == 2 ? 1e-6 : 1e-3)
        }
      }
      let gradient = FloatBuffer(count: count + 16)
      for _ in 0..<steps {
        if isAdam {
          kernels.adam(adam, buffers[0], gradient.start, buffers[1], buffers[2], row)
        } else {
          kernels.descent(descent, buffers[0], gradient.start, buffers[1], row)
        }
      }
      let rule = KernelFade(isAdam: isAdam, rest1: 0.1, beta2: 0.999, momentum: 0.9)
      kernels.fade(rule, buffers[4], buffers[5], count, steps)
      for place in 0..<count {
        #expect(buffers[4][place] == buffers[1][place] && buffers[5][place] == buffers[2][place])
      }
      withExtendedLifetime((owners, gradient)) {}
    }
  }

  /// 19 of 40 rows, for 29 samples.
  @Test(arguments: paths)
  func `copies listed rows of a panel into row blocks`(path: String) throws {
    let kernels = try CPUBackendTests.backend(path).kernels
    let (width, samples, capacity, first) = (32, 29, 64, 16)
    let panel = FloatBuffer(count: 40 * width)
    for place in 0..<40 * width { panel.start[place] = Float(place) }
    let rows = (0..<19).map { Int32(($0 * 7 + 3) % 40) }
    let listed = FloatBuffer(count: capacity * Int(kernelPanelWidth))
    let all = FloatBuffer(count: capacity * Int(kernelPanelWidth))
    kernels.transpose(panel.start, rows, 19, width, samples, listed.start, capacity, first)
    kernels.transpose(panel.start, nil, 19, width, samples, all.start, capacity, first)
    for sample in 0..<samples {
      for column in 0..<19 {
        let place = (first + sample) * Int(kernelPanelWidth) + column
        #expect(listed.start[place] == panel.start[Int(rows[column]) * width + sample])
        #expect(all.start[place] == panel.start[column * width + sample])
      }
    }
    // Up to 7 rows beyond the samples may be written.
    #expect(listed.start[(first - 1) * Int(kernelPanelWidth)] == 0)
    #expect(listed.start[(first + 32) * Int(kernelPanelWidth)] == 0)
  }
}
