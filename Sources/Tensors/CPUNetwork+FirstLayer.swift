internal import Kernels

/// A sparse first layer in a training step, with its weights as the network keeps them or packed.
extension CPUNetwork {
  /// Computes a part of the outputs.
  func runSparseLayer(
    _ part: Int,
    _ place: PanelPlace,
    _ sparse: SparseInput,
    _ workspace: StepWorkspace,
    _ packed: PackedLayer?
  ) {
    let layer = plan.layers[0]
    let outputs = packed?.ranges[part] ?? workspace.parts[0][part]
    let first = outputs.lowerBound
    let biases = bias(0).map { packed?.bias.start ?? $0 }
    let output = workspace.value(1, panel: place.panel)
    let job = KernelSparseAffine(
      inputs: layer.inputs,
      outputs: outputs.count,
      width: workspace.width,
      samples: place.samples,
      weights: packed?.weights(.value, part: part) ?? weight(0, part: part),
      bias: biases.map { $0 + first },
      columnEntries: sparse.columnEntries(panel: place.panel),
      columnStarts: sparse.columnStarts(panel: place.panel),
      distances: distances.start,
      background: lastBatch.background,
      activation: layer.activation.kernel,
      output: packed == nil ? output + first * workspace.width : output,
      places: packed?.outputs(ofPart: part),
      peak: workspace.peak(1, panel: place.panel, part: part)
    )
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: job) { backend.kernels.sparseAffine($0) }
  }

  /// Returns the output gradient of a part, summed over the samples.
  ///
  /// It is the gradient of the bias, and that of the weights needs it as well. Each worker sums for
  /// itself, once in a step.
  private func biasGradient(
    ofPart part: Int,
    _ worker: Int,
    _ workspace: StepWorkspace,
    _ packed: PackedLayer?
  ) -> UnsafeMutablePointer<Float> {
    let sums = workspace.firstSums(part: part, worker: worker)
    if workspace.makesFirstSums(part: part, worker: worker) {
      backend.kernels.blockSums(
        packed?.blocks(part: part) ?? workspace.blocks(0, part: part),
        workspace.blockCapacity,
        lastBatch.count,
        packed?.ranges[part].count ?? parts.ranges[0][part].count,
        sums
      )
    }
    return sums
  }

  /// Gathers the gradient of the bias from the workers who summed it; dead units have none.
  func gatherFirstBiasGradient(_ workspace: StepWorkspace) {
    guard !workspace.sparse.isEmpty, let gradient = bias(0, .gradient) else { return }
    if packed != nil { gradient.update(repeating: 0, count: plan.layers[0].outputs) }
    for part in 0..<(packed?.liveParts ?? parts.ranges[0].count) {
      guard let sums = workspace.firstSums(part: part) else { continue }
      if let packed {
        for (position, output) in packed.outputs[packed.ranges[part]].enumerated() {
          gradient[Int(output)] = sums[position]
        }
      } else {
        let outputs = parts.ranges[0][part]
        (gradient + outputs.lowerBound).update(from: sums, count: outputs.count)
      }
    }
  }

  /// Computes the gradients of a unit's weights.
  func computeSparseGradient(
    _ unit: GradientUnit,
    _ sparse: SparseInput,
    _ workspace: StepWorkspace,
    _ packed: PackedLayer?,
    _ worker: Int,
    into gradient: UnsafeMutablePointer<Float>
  ) {
    let job = KernelSparseWeightGradient(
      inputs: plan.inputs,
      outputs: unit.columns.count,
      panels: workspace.panels(of: lastBatch.count),
      width: workspace.width,
      firstInput: unit.rows.lowerBound,
      inputCount: unit.rows.count,
      columnEntries: sparse.columnEntries(panel: 0),
      columnStarts: sparse.columnStarts(panel: 0),
      entryCapacity: sparse.entryCapacity,
      blocks: packed?.blocks(part: unit.part) ?? workspace.blocks(0, part: unit.part),
      capacity: workspace.blockCapacity,
      distances: distances.start,
      background: lastBatch.background,
      biasGradient: biasGradient(ofPart: unit.part, worker, workspace, packed),
      gradient: gradient
    )
    // SAFETY: as above.
    withUnsafePointer(to: job) { backend.kernels.sparseWeightGradient($0) }
  }
}
