internal import Kernels

/// The memory of a training step for batches up to a size: made once, used by every step.
final class StepWorkspace {
  /// A part of the second half of a step: some outputs of a layer.
  struct GradientUnit {
    let layer: Int
    let outputs: Range<Int>
  }

  let capacity: Int
  let workers: Int

  /// The number of samples in a panel: no more than serve all threads.
  let width: Int

  /// The widths of the network's values: its inputs, then each layer's outputs.
  let widths: [Int]

  /// The input and each layer's output as panels; the last holds the output's gradient in the end.
  let values: [FloatBuffer]

  /// The gradient of each layer's output before its activation; that of the last is in `values`.
  let gradients: [FloatBuffer]

  /// Each layer's input as row blocks.
  let blocks: [FloatBuffer]

  /// The loss of each sample, and one in which the last layer finds its targets.
  let sums: FloatBuffer

  /// For each panel and layer the largest magnitude of the layer's input and output gradient.
  private let peaks: UnsafeMutableBufferPointer<UInt32>

  /// The largest magnitude of the network's input.
  var inputPeak: Float = 0

  /// How the second half of the step is shared.
  let units: [GradientUnit]

  init(plan: NetworkPlan, capacity: Int, workers: Int) {
    let lanes = Int(kernelLaneCount)
    let panelWidth = Int(kernelPanelWidth)
    self.capacity = capacity
    self.workers = workers
    let share = (capacity + workers - 1) / workers
    let width = min(max(roundUp(share, to: lanes), lanes), panelWidth)
    self.width = width
    let panels = (capacity + width - 1) / width
    widths = [plan.inputs] + plan.layers.map(\.outputs)
    values = widths.map { FloatBuffer(count: panels * $0 * width) }
    gradients = widths.dropFirst().dropLast().map { FloatBuffer(count: panels * $0 * width) }
    let padded = roundUp(capacity, to: lanes)
    blocks = widths.dropLast().map {
      FloatBuffer(count: roundUp($0, to: panelWidth) * padded)
    }
    sums = FloatBuffer(count: panels * width)
    // SAFETY: a word for each panel, layer and direction, initialised here and freed in deinit.
    peaks = .allocate(capacity: panels * plan.layers.count * 2)
    peaks.initialize(repeating: 0)
    units = Self.makeUnits(plan, workers: workers)
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

  func clearPeaks() { peaks.update(repeating: 0) }

  /// Cuts the layers into units of nearly equal work, whole tiles each, large ones first.
  private static func makeUnits(_ plan: NetworkPlan, workers: Int) -> [GradientUnit] {
    let tile = 6
    let total = plan.layers.reduce(0) { $0 + $1.inputs * $1.outputs }
    let widest = plan.layers.reduce(0) { max($0, $1.inputs) }
    let aim = max(total / (32 * workers), min(widest * tile, total / (4 * workers)), 1)
    var units: [GradientUnit] = []
    for (index, layer) in plan.layers.enumerated() {
      let rows = max(roundUp(aim / layer.inputs, to: tile), tile)
      let parts = (layer.outputs + rows - 1) / rows
      for part in 0..<parts {
        let first = layer.outputs * part / parts
        units.append(
          GradientUnit(layer: index, outputs: first..<(layer.outputs * (part + 1) / parts))
        )
      }
    }
    return units.sorted { left, right in
      left.outputs.count * plan.layers[left.layer].inputs
        > right.outputs.count * plan.layers[right.layer].inputs
    }
  }
}
