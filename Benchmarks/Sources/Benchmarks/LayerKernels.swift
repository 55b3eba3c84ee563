import Kernels
import Tensors

/// The kernels of one dense layer on a batch, as a training step calls them, on one thread.
struct LayerKernels {
  let inputs: Int
  let outputs: Int
  let batch: Int
  let activation: KernelActivation
  let isLast: Bool

  private let table: KernelTable
  private let weights: Buffer<Float>
  private let bias: Buffer<Float>
  private let values: Buffer<Float>
  private let results: Buffer<Float>
  private let inputGradient: Buffer<Float>
  private let rows: Buffer<Float>
  private let gradient: Buffer<Float>
  private let moments: [Buffer<Float>]
  private let sums: Buffer<Float>
  private let peak = Buffer<UInt32>(1, of: 0)

  private static let width = Int(kernelPanelWidth)

  init?(inputs: Int, outputs: Int, batch: Int, isLast: Bool = false) {
    let index = (0..<kernelTableCount()).first { kernelTable($0) != nil }
    guard let index, let table = kernelTable(index)?.pointee else { return nil }
    self.table = table
    self.inputs = inputs
    self.outputs = outputs
    self.batch = batch
    self.isLast = isLast
    activation = isLast ? .tanh : .relu
    weights = .noise(inputs * outputs + 16)
    bias = .noise(outputs)
    values = .noise(inputs * batch)
    results = .noise(outputs * batch)
    inputGradient = .noise(inputs * batch)
    rows = .noise(Int(kernelGradientRows))
    gradient = .noise(inputs * outputs)
    moments = [.noise(inputs * outputs), Buffer(inputs * outputs, of: 1e-4)]
    sums = Buffer(max(batch, Self.width), of: 0)
  }

  /// The operations of one of the three products, two for each multiply-add.
  var operations: Double { 2 * Double(inputs * outputs * batch) }

  /// output = activation(W x + b); at the network's end also the loss and its gradient.
  func forward() {
    for first in stride(from: 0, to: batch, by: Self.width) {
      let job = KernelAffine(
        inputs: inputs,
        outputs: outputs,
        width: Self.width,
        samples: Self.width,
        weights: weights.start,
        bias: bias.start,
        input: values.start + first * inputs,
        live: nil,
        liveCount: 0,
        output: results.start + first * outputs,
        activation: activation,
        loss: isLast ? .squared : .none,
        target: results.start + first * outputs,
        targetBytes: nil,
        levels: KernelLevels(mean: 0.5, deviation: 0.5),
        sums: sums.start + first,
        gradient: isLast,
        scale: 1e-5,
        peak: peak.start
      )
      // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
      withUnsafePointer(to: job) { table.affine($0) }
    }
  }

  /// The gradient of the layer's input, with the derivative of what made it.
  func back() {
    for first in stride(from: 0, to: batch, by: Self.width) {
      let job = KernelInputGradient(
        inputs: inputs,
        outputs: outputs,
        width: Self.width,
        weights: weights.start,
        outputGradient: results.start + first * outputs,
        live: nil,
        liveCount: 0,
        liveOutputs: nil,
        liveOutputCount: 0,
        input: values.start + first * inputs,
        activation: .relu,
        inputGradient: inputGradient.start + first * inputs,
        peak: peak.start
      )
      // SAFETY: as in `forward`.
      withUnsafePointer(to: job) { table.inputGradient($0) }
    }
  }

  /// The gradient of the weights, by as many outputs as a unit of the second half of a step has.
  func weightGradient() {
    for first in stride(from: 0, to: outputs, by: Self.width) {
      let job = KernelWeightGradient(
        inputs: inputs,
        outputs: outputs,
        samples: batch,
        width: Self.width,
        firstInput: 0,
        inputCount: inputs,
        firstOutput: first,
        outputCount: min(Self.width, outputs - first),
        input: values.start,
        live: nil,
        outputGradient: results.start,
        rows: rows.start,
        blocks: nil,
        capacity: 0,
        gradient: gradient.start + first,
        stride: outputs,
        sums: sums.start
      )
      // SAFETY: as in `forward`.
      withUnsafePointer(to: job) { table.weightGradient($0) }
    }
  }

  /// Adam's update of the weights.
  func update() {
    let rule = KernelAdam(
      rate: 1e-6,
      rest1: 0.1,
      beta2: 0.999,
      rest2: 0.001,
      epsilon: 1e-8,
      decay: 0,
      root: 1
    )
    table.adam(
      rule,
      weights.start,
      gradient.start,
      moments[0].start,
      moments[1].start,
      KernelRows(
        count: 1,
        width: inputs * outputs,
        stride: inputs * outputs,
        gradientStride: inputs * outputs
      )
    )
  }
}
