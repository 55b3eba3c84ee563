internal import Kernels

/// A layer of a training step, for one panel of samples: forward, and the gradient of its input.
extension CPUNetwork {
  /// Computes a part of a layer's outputs; those of the last layer become the loss's gradient.
  func runForward(
    _ index: Int,
    _ part: Int,
    _ place: PanelPlace,
    _ job: StepJob
  ) {
    if index == 0, let sparse = place.sparse {
      runSparseLayer(part, place, sparse, job.workspace, job.packed)
    } else {
      runLayer(index, part, place, job)
    }
  }

  private func runLayer(_ index: Int, _ part: Int, _ place: PanelPlace, _ step: StepJob) {
    let workspace = step.workspace
    let layer = plan.layers[index]
    let outputs = workspace.parts[index][part]
    let isLast = index == plan.layers.count - 1
    let panel = place.panel
    let first = outputs.lowerBound
    let firstRow = first * workspace.width
    let live = workspace.live.list(of: index, panel: panel)
    let sums = isLast ? workspace.sums(panel: panel, part: part) : nil
    let job = KernelAffine(
      inputs: layer.inputs,
      outputs: outputs.count,
      width: workspace.width,
      samples: place.samples,
      weights: weight(index, part: part),
      bias: bias(index).map { $0 + first },
      input: workspace.value(index, panel: panel),
      live: live.features,
      liveCount: live.count,
      output: workspace.value(index + 1, panel: panel) + firstRow,
      activation: layer.activation.kernel,
      loss: isLast ? step.loss.kernel : .none,
      target: workspace.value(0, panel: panel) + firstRow,
      targetBytes: place.sparse.map { $0.bytes(panel: place.panel) + firstRow },
      levels: step.rows.levels,
      sums: sums,
      gradient: true,
      scale: step.scale,
      // A layer's output is the next one's input; the last leaves its gradient.
      peak: isLast
        ? workspace.peak(index, panel: panel, part: part)?.successor()
        : workspace.peak(index + 1, panel: panel, part: part)
    )
    sums?.update(repeating: 0, count: workspace.width)
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: job) { backend.kernels.affine($0) }
  }

  /// Copies the gradient of a part of a layer's outputs from its panel into row blocks.
  func intoBlocks(
    _ layer: Int,
    _ part: Int,
    _ place: PanelPlace,
    _ workspace: StepWorkspace,
    _ packed: PackedLayer?
  ) {
    let gradient = workspace.gradient(layer, panel: place.panel)
    let outputs = workspace.parts[layer][part]
    let packed = layer == 0 ? packed : nil
    backend.kernels.transpose(
      packed == nil ? gradient + outputs.lowerBound * workspace.width : gradient,
      packed?.outputs(ofPart: part),
      packed?.ranges[part].count ?? outputs.count,
      workspace.width,
      place.samples,
      packed?.blocks(part: part) ?? workspace.blocks(layer, part: part),
      workspace.blockCapacity,
      place.first
    )
  }

  /// Computes the gradient of a layer's input as a whole.
  func runBack(_ index: Int, _ place: PanelPlace, _ workspace: StepWorkspace) {
    let layer = plan.layers[index]
    let panel = place.panel
    let live = workspace.live.list(of: index, panel: panel)
    let liveOutputs = workspace.live.list(of: index + 1, panel: panel)
    let job = KernelInputGradient(
      inputs: layer.inputs,
      outputs: layer.outputs,
      width: workspace.width,
      weights: weight(index, part: 0),
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

  /// Sums over a part of a layer's outputs what they add to the gradient of its input.
  func multiplyBack(_ index: Int, _ part: Int, _ place: PanelPlace, _ workspace: StepWorkspace) {
    let layer = plan.layers[index]
    let outputs = workspace.parts[index][part]
    let panel = place.panel
    let live = workspace.live.list(of: index, panel: panel)
    let liveOutputs = workspace.live.list(of: index + 1, panel: panel, in: outputs)
    let job = KernelInputProduct(
      inputs: layer.inputs,
      outputs: outputs.count,
      width: workspace.width,
      weights: weight(index, part: part),
      outputGradient: workspace.gradient(index, panel: panel)
        + outputs.lowerBound * workspace.width,
      live: live.features,
      liveCount: live.count,
      liveOutputs: liveOutputs.features,
      liveOutputCount: liveOutputs.count,
      firstOutput: outputs.lowerBound,
      products: workspace.products(index, panel: panel, part: part)
    )
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: job) { backend.kernels.inputProduct($0) }
  }

  /// Computes the gradient of a layer's input from the sums over its parts.
  func sumParts(_ index: Int, _ place: PanelPlace, _ workspace: StepWorkspace) {
    let panel = place.panel
    let live = workspace.live.list(of: index, panel: panel)
    let job = KernelProductSum(
      inputs: plan.layers[index].inputs,
      width: workspace.width,
      products: workspace.products(index, panel: panel, part: 0),
      parts: workspace.parts[index].count,
      live: live.features,
      liveCount: live.count,
      input: workspace.value(index, panel: panel),
      activation: plan.layers[index - 1].activation.kernel,
      inputGradient: workspace.gradient(index - 1, panel: panel),
      peak: workspace.peak(index - 1, panel: panel)?.successor()
    )
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: job) { backend.kernels.sumProducts($0) }
  }
}
