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
    let workspace = prepareWorkspace(for: batch.count)
    let start = ContinuousClock.now
    let alone = pace.isAlone
    walk(batch, loss, workspace, alone: alone)
    let mean = meanLoss(batch.count, workspace)
    try finish(batch.count, loss: mean, rule: rule, workspace, alone: alone)
    if backend.team.workers > 1 { pace.record((ContinuousClock.now - start) / .seconds(1)) }
    return mean
  }

  private func prepareWorkspace(for count: Int) -> StepWorkspace {
    let workers = backend.team.workers
    if let workspace, workspace.capacity >= count, workspace.workers == workers {
      return workspace
    }
    let made = StepWorkspace(plan: plan, capacity: count, workers: workers)
    workspace = made
    pace = Pace()
    return made
  }

  private func walk(_ batch: Batch, _ loss: LossKind, _ workspace: StepWorkspace, alone: Bool) {
    let panels = (batch.count + workspace.width - 1) / workspace.width
    workspace.clearPeaks()
    workspace.inputPeak = batch.rows.peak
    // SAFETY: rows and order stay in place for the whole step, and the batch lies within both.
    batch.rows.withUnsafeRows { bytes, floats in
      batch.order.withUnsafeBufferPointer { order in
        backend.team.run(panels, alone: alone) { panel, _ in
          let first = panel * workspace.width
          let gather = KernelGather(
            bytes: bytes,
            floats: floats,
            indices: order.baseAddress,
            first: batch.range.lowerBound + first,
            samples: min(workspace.width, batch.count - first),
            columns: plan.inputs,
            levels: KernelLevels(mean: batch.rows.mean, deviation: batch.rows.deviation),
            width: workspace.width,
            panel: workspace.value(0, panel: panel),
            blocks: workspace.blocks[0].start,
            capacity: workspace.blockCapacity,
            blockSample: first
          )
          let lossJob = LossJob(kind: loss, elements: batch.count * plan.outputs)
          walk(panel: panel, gather, lossJob, workspace)
        }
      }
    }
  }

  private func walk(panel: Int, _ gather: KernelGather, _ loss: LossJob, _ workspace: StepWorkspace)
  {
    let kernels = backend.kernels
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: gather) { kernels.gather($0) }
    let samples = gather.samples
    for layer in plan.layers.indices {
      runLayer(layer, panel: panel, samples: samples, loss, workspace)
      if layer + 1 < plan.layers.count {
        kernels.transpose(
          workspace.value(layer + 1, panel: panel),
          workspace.widths[layer + 1],
          workspace.width,
          samples,
          workspace.blocks[layer + 1].start,
          workspace.blockCapacity,
          gather.blockSample
        )
      }
    }
    for layer in plan.layers.indices.dropFirst().reversed() {
      runBack(layer, panel: panel, workspace)
    }
  }

  private func runLayer(
    _ index: Int,
    panel: Int,
    samples: Int,
    _ loss: LossJob,
    _ workspace: StepWorkspace
  ) {
    let layer = plan.layers[index]
    let isLast = index == plan.layers.count - 1
    let job = KernelAffine(
      inputs: layer.inputs,
      outputs: layer.outputs,
      width: workspace.width,
      samples: samples,
      weights: weight(index),
      bias: bias(index),
      input: workspace.value(index, panel: panel),
      output: workspace.value(index + 1, panel: panel),
      activation: layer.activation.kernel,
      loss: isLast ? loss.kind.kernel : .none,
      target: workspace.value(0, panel: panel),
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
    let job = KernelInputGradient(
      inputs: layer.inputs,
      outputs: layer.outputs,
      width: workspace.width,
      weights: weight(index),
      outputGradient: workspace.gradient(index, panel: panel),
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

/// What the last layer needs to know of the loss: its kind, and the number of elements it is the
/// mean of.
private struct LossJob {
  let kind: LossKind
  let elements: Int
}
