internal import Kernels

/// A sparse first layer in a training step, with its weights as the network keeps them or packed.
extension CPUNetwork {
  /// Computes a part of the outputs.
  func runSparseLayer(
    _ part: Int,
    _ place: PanelPlace,
    _ rows: ByteMatrix,
    _ sparse: SparseInput,
    _ workspace: StepWorkspace
  ) {
    let layer = plan.layers[0]
    let outputs = packed?.ranges[part] ?? workspace.parts[0][part]
    let first = outputs.lowerBound
    let biases = packed?.bias.start ?? bias(0)
    let output = workspace.value(1, panel: place.panel)
    // SAFETY: the levels stay in place for the call, the job lives for it, and its pointers are
    // those of memory of the sizes it names.
    rows.distances.withUnsafeBufferPointer { distances in
      let job = KernelSparseAffine(
        inputs: layer.inputs,
        outputs: outputs.count,
        width: workspace.width,
        samples: place.samples,
        weights: packed?.weights(.value, part: part) ?? weight(0, part: part),
        bias: biases.map { $0 + first },
        rowEntries: sparse.rowEntries(panel: place.panel),
        rowStarts: sparse.rowStarts(panel: place.panel),
        distances: distances.baseAddress,
        background: rows.levels[0],
        activation: layer.activation.kernel,
        output: packed == nil ? output + first * workspace.width : output,
        places: packed?.outputs(ofPart: part),
        blocks: packed?.sums(part: part) ?? workspace.sparseSums(part: part),
        capacity: workspace.blockCapacity,
        blockSample: place.first,
        peak: workspace.peak(1, panel: place.panel, part: part)
      )
      // SAFETY: as above.
      withUnsafePointer(to: job) { backend.kernels.sparseAffine($0) }
    }
  }

  /// Sums the gradient of the outputs over the samples: the gradient of the bias, which that of the
  /// weights needs as well.
  func sumFirstBiasGradient(_ samples: Int, _ workspace: StepWorkspace) {
    let outputs = plan.layers[0].outputs
    let sums = bias(0, .gradient) ?? workspace.spareSums.start
    backend.kernels.biasGradient(
      workspace.gradient(0, panel: 0),
      outputs,
      workspace.width,
      samples,
      0,
      outputs,
      sums
    )
    if let packed { packed.place(sums, in: packed.biasGradient) }
  }

  /// Computes the gradients of a unit's weights.
  func computeSparseGradient(
    _ unit: GradientUnit,
    _ sparse: SparseInput,
    _ workspace: StepWorkspace,
    into gradient: UnsafeMutablePointer<Float>
  ) {
    guard let lastBatch else { return }
    let outputs = packed?.ranges[unit.part] ?? parts.ranges[0][unit.part]
    let biasGradient =
      packed?.biasGradient.start ?? bias(0, .gradient) ?? workspace.spareSums.start
    // SAFETY: the levels stay in place for the call.
    lastBatch.rows.distances.withUnsafeBufferPointer { distances in
      let job = KernelSparseWeightGradient(
        inputs: plan.inputs,
        outputs: unit.columns,
        panels: workspace.panels(of: lastBatch.count),
        width: workspace.width,
        firstInput: unit.rows.lowerBound,
        inputCount: unit.rows.count,
        columnEntries: sparse.columnEntries(panel: 0),
        columnStarts: sparse.columnStarts(panel: 0),
        entryCapacity: sparse.entryCapacity,
        blocks: packed?.blocks(part: unit.part) ?? workspace.blocks(0, part: unit.part),
        capacity: workspace.blockCapacity,
        distances: distances.baseAddress,
        background: lastBatch.rows.levels[0],
        biasGradient: biasGradient + outputs.lowerBound,
        gradient: gradient
      )
      // SAFETY: as above.
      withUnsafePointer(to: job) { backend.kernels.sparseWeightGradient($0) }
    }
  }
}
