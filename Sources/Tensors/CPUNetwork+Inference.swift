internal import Kernels

/// Layers without gradients: samples pass in panels of 64, each through all layers by one thread.
extension CPUNetwork {
  func forward(_ input: Tensor, layers: Range<Int>) throws(TensorError) -> Tensor {
    precondition(
      !layers.isEmpty && layers.lowerBound >= 0 && layers.upperBound <= plan.layers.count,
      "the layers must exist"
    )
    return try run(input, layers: layers, lastActivation: nil)
  }

  func preactivation(_ input: Tensor, layer: Int) throws(TensorError) -> Tensor {
    try run(input, layers: 0..<(layer + 1), lastActivation: .identity)
  }

  private func run(
    _ input: Tensor,
    layers: Range<Int>,
    lastActivation: ActivationKind?
  ) throws(TensorError) -> Tensor {
    let first = plan.layers[layers.lowerBound]
    let last = plan.layers[layers.upperBound - 1]
    guard input.shape.rank == 2, input.shape[1] == first.inputs else {
      throw .shapeMismatch(
        expected: [input.shape.rank == 2 ? input.shape[0] : 0, first.inputs],
        found: input.shape
      )
    }
    let count = input.shape[0]
    guard let shape = Shape(checking: [count, last.outputs]) else {
      throw .tooLarge(bytes: .max, available: Memory.available)
    }
    try Memory.require(shape)
    storePacked(.value)
    let scratch = InferenceScratch(plan: plan, workers: backend.team.workers)
    return Tensor(shape: shape) { result in
      input.withUnsafeElements { elements in
        let source = FloatRows(floats: elements.baseAddress)
        forEachPanel(count) { panel, samples, worker in
          let input = PanelInput(rows: source, first: panel, samples: samples, layers: layers)
          let buffers = scratch.buffers(of: worker)
          gather(input, into: buffers.input)
          let output = runLayers(
            input,
            from: buffers.input,
            layers,
            buffers,
            lastActivation: lastActivation
          )
          guard let target = result.baseAddress else { return }
          backend.kernels.scatter(
            output,
            last.outputs,
            Int(kernelPanelWidth),
            samples,
            target + panel * last.outputs
          )
        }
      }
    }
  }

  func lossSums(_ rows: ByteMatrix, loss: LossKind) -> [Float] {
    precondition(
      rows.columnCount == plan.inputs && plan.outputs == plan.inputs,
      "a row is the network's input and its target"
    )
    storePacked(.value)
    let workers = backend.team.workers
    let width = Int(kernelPanelWidth)
    let scratch = InferenceScratch(plan: plan, workers: workers)
    let memories = (0..<(skipsZeros(of: rows) ? workers : 0)).map { _ in
      SparseInputMemory(columns: plan.inputs, panels: 1, width: width)
    }
    let sparse = memories.map(\.input)
    let sums = FloatBuffer(count: roundUp(rows.rowCount, to: width))
    // SAFETY: the kernels read whole rows within the call.
    rows.withUnsafeRows { bytes, floats in
      let levels = KernelLevels(mean: rows.mean, deviation: rows.deviation)
      let source = FloatRows(floats: floats, bytes: bytes, levels: levels)
      forEachPanel(rows.rowCount) { panel, samples, worker in
        var input = PanelInput(
          rows: source,
          first: panel,
          samples: samples,
          layers: plan.layers.indices,
          loss: loss.kernel,
          sums: sums.start + panel
        )
        let buffers = scratch.buffers(of: worker)
        if !sparse.isEmpty {
          input.targetBytes = sparse[worker].bytes(panel: 0)
          runSparseLayer(input, sparse[worker], rows, buffers)
          let rest = plan.layers.indices.dropFirst()
          let live = findLive(plan.layers[0], buffers.first, buffers)
          _ = runLayers(input, from: buffers.first, live: live, rest, buffers, lastActivation: nil)
        } else {
          gather(input, into: buffers.input)
          _ = runLayers(
            input,
            from: buffers.input,
            plan.layers.indices,
            buffers,
            lastActivation: nil
          )
        }
      }
    }
    withExtendedLifetime(memories) {}
    return Array(UnsafeBufferPointer(start: sums.start, count: rows.rowCount))
  }

  private func forEachPanel(_ count: Int, _ body: (_ first: Int, _ samples: Int, Int) -> Void) {
    let width = Int(kernelPanelWidth)
    backend.team.run((count + width - 1) / width) { unit, worker in
      body(unit * width, min(width, count - unit * width), worker)
    }
  }

  private func gather(_ input: PanelInput, into panel: UnsafeMutablePointer<Float>) {
    let job = KernelGather(
      bytes: input.rows.bytes,
      floats: input.rows.floats,
      indices: nil,
      first: input.first,
      samples: input.samples,
      columns: plan.layers[input.layers.lowerBound].inputs,
      levels: input.rows.levels,
      width: Int(kernelPanelWidth),
      panel: panel
    )
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: job) { backend.kernels.gather($0) }
  }

  /// Reads a panel of sparse bytes and runs it through the first layer, into `buffers.first`.
  private func runSparseLayer(
    _ input: PanelInput,
    _ sparse: SparseInput,
    _ rows: ByteMatrix,
    _ buffers: InferenceScratch.Buffers
  ) {
    let layer = plan.layers[0]
    let width = Int(kernelPanelWidth)
    let gather = KernelSparseGather(
      bytes: input.rows.bytes,
      indices: nil,
      first: input.first,
      samples: input.samples,
      columns: layer.inputs,
      width: width,
      panel: sparse.bytes(panel: 0),
      columnEntries: sparse.columnEntries(panel: 0),
      columnStarts: sparse.columnStarts(panel: 0)
    )
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: gather) { backend.kernels.sparseGather($0) }
    rows.distances.withUnsafeBufferPointer { distances in
      for (part, outputs) in parts.ranges[0].enumerated() {
        var peak: UInt32 = 0
        // SAFETY: as above; the levels stay in place for the call.
        withUnsafeMutablePointer(to: &peak) { peak in
          let job = KernelSparseAffine(
            inputs: layer.inputs,
            outputs: outputs.count,
            width: width,
            samples: input.samples,
            weights: weight(0, part: part),
            bias: bias(0).map { $0 + outputs.lowerBound },
            columnEntries: gather.columnEntries,
            columnStarts: gather.columnStarts,
            distances: distances.baseAddress,
            background: rows.levels[0],
            activation: layer.activation.kernel,
            output: buffers.first + outputs.lowerBound * width,
            places: nil,
            peak: peak
          )
          // SAFETY: as above.
          withUnsafePointer(to: job) { backend.kernels.sparseAffine($0) }
        }
      }
    }
  }

  /// Runs a panel through layers and returns where the result lies.
  private func runLayers(
    _ input: PanelInput,
    from start: UnsafeMutablePointer<Float>,
    live: LiveFeatures.List = .all,
    _ layers: Range<Int>,
    _ buffers: InferenceScratch.Buffers,
    lastActivation: ActivationKind?
  ) -> UnsafeMutablePointer<Float> {
    var source = start
    var (target, spare) =
      start == buffers.first
      ? (buffers.second, buffers.first) : (buffers.first, buffers.second)
    var live = live
    for index in layers {
      let layer = plan.layers[index]
      let isLast = index == layers.upperBound - 1
      let activation = isLast ? lastActivation ?? layer.activation : layer.activation
      for part in parts.ranges[index].indices {
        let step = InferenceStep(
          layer: index,
          part: part,
          activation: activation,
          loss: isLast ? input.loss : .none,
          live: live
        )
        runPart(step, input, from: source, into: target, targets: buffers.input)
      }
      source = target
      swap(&target, &spare)
      live = isLast ? .all : findLive(layer, source, buffers)
    }
    return source
  }

  private func runPart(
    _ step: InferenceStep,
    _ input: PanelInput,
    from source: UnsafeMutablePointer<Float>,
    into target: UnsafeMutablePointer<Float>,
    targets: UnsafeMutablePointer<Float>
  ) {
    let outputs = parts.ranges[step.layer][step.part]
    let width = Int(kernelPanelWidth)
    let firstRow = outputs.lowerBound * width
    var peak: UInt32 = 0
    // SAFETY: each part writes a peak of its own.
    withUnsafeMutablePointer(to: &peak) { peak in
      let job = KernelAffine(
        inputs: plan.layers[step.layer].inputs,
        outputs: outputs.count,
        width: width,
        samples: input.samples,
        weights: weight(step.layer, part: step.part),
        bias: bias(step.layer).map { $0 + outputs.lowerBound },
        input: source,
        live: step.live.features,
        liveCount: step.live.count,
        output: target + firstRow,
        activation: step.activation.kernel,
        loss: step.loss,
        target: targets + firstRow,
        targetBytes: input.targetBytes.map { $0 + firstRow },
        levels: input.rows.levels,
        sums: input.sums,
        gradient: false,
        scale: 0,
        peak: peak
      )
      // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
      withUnsafePointer(to: job) { backend.kernels.affine($0) }
    }
  }

  /// Finds the live outputs of a layer in their panel; the list lasts until the next search.
  private func findLive(
    _ layer: LayerPlan,
    _ panel: UnsafePointer<Float>,
    _ buffers: InferenceScratch.Buffers
  ) -> LiveFeatures.List {
    guard layer.activation == .relu else { return .all }
    let count = backend.kernels.liveRows(
      panel,
      layer.outputs,
      Int(kernelPanelWidth),
      buffers.live
    )
    return count < layer.outputs ? .init(features: buffers.live, count: count) : .all
  }
}

/// Rows to read: of floats or of bytes.
private struct FloatRows {
  var floats: UnsafePointer<Float>?
  var bytes: UnsafePointer<UInt8>?
  var levels = KernelLevels(mean: 0, deviation: 1)
}

/// A panel's worth of rows and what to do with them.
private struct PanelInput {
  var rows: FloatRows
  var first: Int
  var samples: Int
  var layers: Range<Int>
  var loss = KernelLoss.none
  /// Where the losses of the samples are added, if they are wanted; zero at first.
  var sums: UnsafeMutablePointer<Float>?
  /// The targets, where they are bytes.
  var targetBytes: UnsafeMutablePointer<UInt8>?
}

/// A part of a layer, and what is done with it.
private struct InferenceStep {
  let layer: Int
  let part: Int
  let activation: ActivationKind
  let loss: KernelLoss
  let live: LiveFeatures.List
}

/// Three panels for each worker: the input, and two that take turns; and a list of live features.
private final class InferenceScratch {
  struct Buffers {
    let input, first, second: UnsafeMutablePointer<Float>
    let live: UnsafeMutablePointer<Int32>
  }

  private let memory: FloatBuffer
  private let size: Int
  private let lists: UnsafeMutablePointer<Int32>
  private let widest: Int

  init(plan: NetworkPlan, workers: Int) {
    let panelWidth = Int(kernelPanelWidth)
    widest = roundUp(plan.layers.reduce(0) { max($0, $1.inputs, $1.outputs) }, to: panelWidth)
    size = widest * panelWidth
    memory = FloatBuffer(count: 3 * size * workers)
    // SAFETY: a list for each worker, initialised here and freed in deinit.
    lists = .allocate(capacity: widest * workers)
    lists.initialize(repeating: 0, count: widest * workers)
  }

  deinit { lists.deallocate() }

  func buffers(of worker: Int) -> Buffers {
    let start = memory.start + 3 * size * worker
    return Buffers(
      input: start,
      first: start + size,
      second: start + 2 * size,
      live: lists + widest * worker
    )
  }
}
