internal import Kernels

/// The memory of a training step for batches up to a size: made once, used by every step.
final class StepWorkspace {
  /// A part of the second half of a step: some rows of a layer's weights, and some of its biases.
  struct GradientUnit {
    let layer: Int
    /// Rows of the weights as they lie in memory: inputs of the layer.
    let rows: Range<Int>
    /// The outputs whose biases go with them.
    let outputs: Range<Int>
  }

  let capacity: Int
  let workers: Int

  /// The number of samples in a panel: no more than serve all threads.
  let width: Int

  /// The widths of the network's values: its inputs, then each layer's outputs.
  let widths: [Int]

  /// The input and each layer's output as panels; the last holds the output's gradient in the end.
  ///
  /// The input is not there where it is sparse.
  let values: [FloatBuffer]

  /// The input, where it is sparse.
  let sparse: SparseInput?

  /// The gradient of each layer's output before its activation; that of the last is in `values`.
  let gradients: [FloatBuffer]

  /// The gradient of each layer's output as row blocks.
  let blocks: [FloatBuffer]

  /// Which features of the values are not zero throughout.
  let live: LiveFeatures

  /// For each worker the gradients of the unit in hand, so that they stay in its cache.
  private let scratch: FloatBuffer
  private let scratchSize: Int

  /// The loss of each sample, and one in which the last layer finds its targets.
  let sums: FloatBuffer

  /// The gradient of the first layer's bias, where it has none.
  let spareSums: FloatBuffer

  /// For each panel and layer the largest magnitude of the layer's input and output gradient.
  private let peaks: UnsafeMutableBufferPointer<UInt32>

  /// The largest magnitude of the network's input.
  var inputPeak: Float = 0

  /// How the second half of the step is shared.
  let units: [GradientUnit]

  init(plan: NetworkPlan, capacity: Int, workers: Int, isSparse: Bool) {
    let lanes = Int(kernelLaneCount)
    let panelWidth = Int(kernelPanelWidth)
    self.capacity = capacity
    self.workers = workers
    let share = (capacity + workers - 1) / workers
    let width = min(max(roundUp(share, to: lanes), lanes), panelWidth)
    self.width = width
    let panels = (capacity + width - 1) / width
    let widths = [plan.inputs] + plan.layers.map(\.outputs)
    self.widths = widths
    sparse = isSparse ? SparseInput(columns: plan.inputs, panels: panels, width: width) : nil
    values = widths.enumerated().map { index, count in
      FloatBuffer(count: index == 0 && isSparse ? 0 : panels * count * width)
    }
    gradients = widths.dropFirst().dropLast().map { FloatBuffer(count: panels * $0 * width) }
    let padded = roundUp(capacity, to: lanes)
    blocks = plan.layers.map { FloatBuffer(count: roundUp($0.outputs, to: panelWidth) * padded) }
    live = LiveFeatures(plan: plan, panels: panels)
    sums = FloatBuffer(count: panels * width)
    spareSums = FloatBuffer(count: plan.layers[0].outputs)
    // SAFETY: a word for each panel, layer and direction, initialised here and freed in deinit.
    peaks = .allocate(capacity: panels * plan.layers.count * 2)
    peaks.initialize(repeating: 0)
    units = Self.makeUnits(plan, workers: workers)
    let largest = units.reduce(0) { size, unit in
      max(size, unit.rows.count * plan.layers[unit.layer].outputs)
    }
    scratchSize = roundUp(largest, to: lanes)
    scratch = FloatBuffer(count: scratchSize * workers)
  }

  deinit { peaks.deallocate() }

  /// The number of samples that the row blocks have room for.
  var blockCapacity: Int { roundUp(capacity, to: Int(kernelLaneCount)) }

  /// Returns the panel of a layer's values; layer 0 is the input.
  func value(_ layer: Int, panel: Int) -> UnsafeMutablePointer<Float> {
    values[layer].start + panel * widths[layer] * width
  }

  /// Returns the panel of the gradient of a layer's output before its activation.
  func gradient(_ layer: Int, panel: Int) -> UnsafeMutablePointer<Float> {
    layer == widths.count - 2
      ? value(layer + 1, panel: panel)
      : gradients[layer].start + panel * widths[layer + 1] * width
  }

  /// Returns where the largest magnitudes of a layer are kept: of its input, of its gradient.
  func peak(_ layer: Int, panel: Int) -> UnsafeMutablePointer<UInt32>? {
    peaks.baseAddress.map { $0 + (panel * (widths.count - 1) + layer) * 2 }
  }

  /// Returns where a worker keeps the gradients of the unit in hand.
  func gradientScratch(of worker: Int) -> UnsafeMutablePointer<Float> {
    scratch.start + scratchSize * worker
  }

  func clearPeaks() { peaks.update(repeating: 0) }

  /// Cuts the layers into units of nearly equal work, whole tiles each, large ones first.
  private static func makeUnits(_ plan: NetworkPlan, workers: Int) -> [GradientUnit] {
    let tile = 6
    let total = plan.layers.reduce(0) { $0 + $1.inputs * $1.outputs }
    let longest = plan.layers.reduce(0) { max($0, $1.outputs) }
    let aim = max(total / (32 * workers), min(longest * tile, total / (4 * workers)), 1)
    var units: [GradientUnit] = []
    for (index, layer) in plan.layers.enumerated() {
      let rows = max(roundUp(aim / layer.outputs, to: tile), tile)
      let parts = (layer.inputs + rows - 1) / rows
      let share = { (count: Int, part: Int) in count * part / parts..<count * (part + 1) / parts }
      for part in 0..<parts {
        units.append(
          GradientUnit(
            layer: index,
            rows: share(layer.inputs, part),
            outputs: share(layer.outputs, part)
          )
        )
      }
    }
    return units.sorted { left, right in
      left.rows.count * plan.layers[left.layer].outputs
        > right.rows.count * plan.layers[right.layer].outputs
    }
  }
}
