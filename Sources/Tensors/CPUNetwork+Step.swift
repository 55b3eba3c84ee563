internal import Kernels

/// A training step, in two jobs for the threads. The first walks each panel of samples forward and
/// back; the second computes the gradients of the parameters and updates them, each part of a
/// layer by one thread while it is in that thread's cache.
extension CPUNetwork {
  func step(on batch: Batch, loss: LossKind, rule: UpdateRule?) throws(NumericFault) -> Double {
    precondition(
      batch.rows.columnCount == plan.inputs && plan.outputs == plan.inputs,
      "a row is the network's input and its target"
    )
    let workspace = prepareWorkspace(for: batch)
    let start = ContinuousClock.now
    let alone = pace.isAlone
    walk(batch, loss, workspace, alone: alone)
    let mean = meanLoss(batch.count, workspace)
    try finish(batch, loss: mean, rule: rule, workspace, alone: alone)
    if backend.team.workers > 1 { pace.record((ContinuousClock.now - start) / .seconds(1)) }
    return mean
  }

  private func prepareWorkspace(for batch: Batch) -> StepWorkspace {
    let workers = backend.team.workers
    let isSparse = skipsZeros(of: batch.rows)
    if let workspace, workspace.capacity >= batch.count, workspace.workers == workers,
      (workspace.sparse != nil) == isSparse
    {
      return workspace
    }
    let made = StepWorkspace(
      plan: plan,
      capacity: batch.count,
      workers: workers,
      isSparse: isSparse
    )
    workspace = made
    pace = Pace()
    return made
  }

  /// Whether the first layer is computed over the bytes that are not zero; it must not be the one
  /// with the loss.
  func skipsZeros(of rows: ByteMatrix) -> Bool { rows.isSparse && plan.layers.count > 1 }

  private func walk(_ batch: Batch, _ loss: LossKind, _ workspace: StepWorkspace, alone: Bool) {
    let panels = (batch.count + workspace.width - 1) / workspace.width
    workspace.clearPeaks()
    workspace.inputPeak = batch.rows.peak
    let lossJob = LossJob(
      kind: loss,
      elements: batch.count * plan.outputs,
      levels: KernelLevels(mean: batch.rows.mean, deviation: batch.rows.deviation)
    )
    backend.team.run(panels, alone: alone) { panel, _ in
      let first = panel * workspace.width
      let samples = min(workspace.width, batch.count - first)
      let place = PanelPlace(panel: panel, first: first, samples: samples)
      read(batch, place, workspace)
      walk(place, batch.rows, lossJob, workspace)
    }
  }

  /// Reads the samples of a panel.
  private func read(_ batch: Batch, _ place: PanelPlace, _ workspace: StepWorkspace) {
    let kernels = backend.kernels
    // SAFETY: rows and order stay in place for the call, and the batch lies within both; the jobs
    // live for the call, and their pointers are those of memory of the sizes they name.
    batch.rows.withUnsafeRows { bytes, floats in
      batch.order.withUnsafeBufferPointer { order in
        if let sparse = workspace.sparse {
          let job = KernelSparseGather(
            bytes: bytes,
            indices: order.baseAddress,
            first: batch.range.lowerBound + place.first,
            samples: place.samples,
            columns: plan.inputs,
            width: workspace.width,
            panel: sparse.bytes(panel: place.panel),
            rowEntries: sparse.rowEntries(panel: place.panel),
            rowStarts: sparse.rowStarts(panel: place.panel),
            columnEntries: sparse.columnEntries(panel: place.panel),
            columnStarts: sparse.columnStarts(panel: place.panel)
          )
          // SAFETY: as above.
          withUnsafePointer(to: job) { kernels.sparseGather($0) }
        } else {
          let job = KernelGather(
            bytes: bytes,
            floats: floats,
            indices: order.baseAddress,
            first: batch.range.lowerBound + place.first,
            samples: place.samples,
            columns: plan.inputs,
            levels: KernelLevels(mean: batch.rows.mean, deviation: batch.rows.deviation),
            width: workspace.width,
            panel: workspace.value(0, panel: place.panel)
          )
          // SAFETY: as above.
          withUnsafePointer(to: job) { kernels.gather($0) }
        }
      }
    }
  }

  private func walk(
    _ place: PanelPlace,
    _ rows: ByteMatrix,
    _ loss: LossJob,
    _ workspace: StepWorkspace
  ) {
    for layer in plan.layers.indices {
      if layer == 0, let sparse = workspace.sparse {
        runSparseLayer(place, rows, sparse, workspace)
        findLive(1, place.panel, workspace)
        continue
      }
      runLayer(layer, place, loss, workspace)
      if layer + 1 < plan.layers.count { findLive(layer + 1, place.panel, workspace) }
    }
    for layer in plan.layers.indices.reversed() {
      intoBlocks(layer, place, workspace)
      if layer > 0 { runBack(layer, panel: place.panel, workspace) }
    }
  }

  private func findLive(_ value: Int, _ panel: Int, _ workspace: StepWorkspace) {
    workspace.live.find(
      value,
      panel: panel,
      in: workspace.value(value, panel: panel),
      width: workspace.width,
      backend.kernels
    )
  }

  /// Copies the gradient of a layer's output from its panel into row blocks.
  private func intoBlocks(_ layer: Int, _ place: PanelPlace, _ workspace: StepWorkspace) {
    backend.kernels.transpose(
      workspace.gradient(layer, panel: place.panel),
      plan.layers[layer].outputs,
      workspace.width,
      place.samples,
      workspace.blocks[layer].start,
      workspace.blockCapacity,
      place.first
    )
  }

  private func runSparseLayer(
    _ place: PanelPlace,
    _ rows: ByteMatrix,
    _ sparse: SparseInput,
    _ workspace: StepWorkspace
  ) {
    let layer = plan.layers[0]
    // SAFETY: the levels stay in place for the call, the job lives for it, and its pointers are
    // those of memory of the sizes it names.
    rows.distances.withUnsafeBufferPointer { distances in
      let job = KernelSparseAffine(
        inputs: layer.inputs,
        outputs: layer.outputs,
        width: workspace.width,
        samples: place.samples,
        weights: weight(0),
        bias: bias(0),
        rowEntries: sparse.rowEntries(panel: place.panel),
        rowStarts: sparse.rowStarts(panel: place.panel),
        distances: distances.baseAddress,
        background: rows.levels[0],
        activation: layer.activation.kernel,
        output: workspace.value(1, panel: place.panel),
        // The place of its gradients, which come later.
        blocks: workspace.blocks[0].start,
        capacity: workspace.blockCapacity,
        blockSample: place.first,
        peak: workspace.peak(1, panel: place.panel)
      )
      // SAFETY: as above.
      withUnsafePointer(to: job) { backend.kernels.sparseAffine($0) }
    }
  }

  private func runLayer(
    _ index: Int,
    _ place: PanelPlace,
    _ loss: LossJob,
    _ workspace: StepWorkspace
  ) {
    let layer = plan.layers[index]
    let isLast = index == plan.layers.count - 1
    let panel = place.panel
    let live = workspace.live.list(of: index, panel: panel)
    let job = KernelAffine(
      inputs: layer.inputs,
      outputs: layer.outputs,
      width: workspace.width,
      samples: place.samples,
      weights: weight(index),
      bias: bias(index),
      input: workspace.value(index, panel: panel),
      live: live.features,
      liveCount: live.count,
      output: workspace.value(index + 1, panel: panel),
      activation: layer.activation.kernel,
      loss: isLast ? loss.kind.kernel : .none,
      target: workspace.value(0, panel: panel),
      targetBytes: workspace.sparse?.bytes(panel: panel),
      levels: loss.levels,
      sums: workspace.sums.start + panel * workspace.width,
      gradient: true,
      scale: 1 / Float(loss.elements),
      // A layer's output is the next one's input; the last leaves its gradient.
      peak: isLast
        ? workspace.peak(index, panel: panel)?.successor()
        : workspace.peak(index + 1, panel: panel)
    )
    if isLast { job.sums.update(repeating: 0, count: workspace.width) }
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: job) { backend.kernels.affine($0) }
  }

  private func runBack(_ index: Int, panel: Int, _ workspace: StepWorkspace) {
    let layer = plan.layers[index]
    let live = workspace.live.list(of: index, panel: panel)
    let liveOutputs = workspace.live.list(of: index + 1, panel: panel)
    let job = KernelInputGradient(
      inputs: layer.inputs,
      outputs: layer.outputs,
      width: workspace.width,
      weights: weight(index),
      outputGradient: workspace.gradient(index, panel: panel),
      live: live.features,
      liveCount: live.count,
      liveOutputs: liveOutputs.features,
      liveOutputCount: liveOutputs.count,
      input: workspace.value(index, panel: panel),
      activation: plan.layers[index - 1].activation.kernel,
      inputGradient: workspace.gradient(index - 1, panel: panel),
      peak: workspace.peak(index - 1, panel: panel)?.successor()
    )
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: job) { backend.kernels.inputGradient($0) }
  }

  /// Returns the mean loss: the samples' sums, added in their order.
  private func meanLoss(_ count: Int, _ workspace: StepWorkspace) -> Double {
    var sum = 0.0
    for sample in 0..<count { sum += Double(workspace.sums.start[sample]) }
    return sum / Double(count * plan.outputs)
  }
}

/// What the last layer needs to know of the loss: its kind, the number of elements it is the mean of,
/// and what bytes stand for where the targets are bytes.
private struct LossJob {
  let kind: LossKind
  let elements: Int
  let levels: KernelLevels
}

/// A panel and the samples of the batch that it holds.
private struct PanelPlace {
  let panel: Int
  let first: Int
  let samples: Int
}
