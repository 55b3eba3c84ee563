internal import Kernels

/// The second half of a step.
///
/// An update must not begin before every gradient is known to be finite. A bound settles it nearly
/// always: no element of a weight's gradient exceeds the number of samples times the largest input
/// times the largest output gradient. Only where that bound is not finite are all gradients
/// computed and looked at first. Else a thread computes the gradients of a unit, applies them and
/// drops them, so that they never leave its cache.
extension CPUNetwork {
  func finish(
    _ batch: Batch,
    loss: Double,
    rule: UpdateRule?,
    _ workspace: StepWorkspace,
    alone: Bool
  ) throws(NumericFault) {
    sumBiasGradient(batch.count, workspace)
    lastBatch = LastBatch(rows: batch.rows, count: batch.count)
    workspace.live.markUnion(panels: (batch.count + workspace.width - 1) / workspace.width)
    let isSafe = loss.isFinite && gradientsAreBounded(batch.count, workspace)
    if !isSafe || rule == nil { computeGradients(alone: alone) }
    if !isSafe, let fault = findFault(batch.count, loss: loss, workspace) { throw fault }
    guard let rule else { return }
    backend.team.run(workspace.units.count, alone: alone) { unit, worker in
      let place = workspace.units[unit]
      var gradient = keptGradient(of: place)
      if isSafe {
        gradient = workspace.gradientScratch(of: worker)
        computeGradient(unit, into: gradient)
      }
      let first = parts.weightOffsets[place.layer][place.part] + place.offset
      apply(rule, to: ParameterID(place.layer, .weight), first, place.count, gradient)
      if place.layer > 0 { updateBias(of: place.layer, rule, place.biases) }
    }
    updateBias(of: 0, rule, 0..<plan.layers[0].outputs)
    weightGradientsAreKept = !isSafe
  }

  /// Computes the gradients of the last step where they were used and dropped: what they are made
  /// of is there until the next step.
  func keepGradients() {
    if !weightGradientsAreKept { computeGradients(alone: false) }
  }

  private func computeGradients(alone: Bool) {
    guard let workspace else { return }
    backend.team.run(workspace.units.count, alone: alone) { unit, _ in
      computeGradient(unit, into: keptGradient(of: workspace.units[unit]))
    }
    weightGradientsAreKept = true
  }

  /// All units of a sparse first layer need the sums over the samples.
  private func sumBiasGradient(_ samples: Int, _ workspace: StepWorkspace) {
    let outputs = plan.layers[0].outputs
    backend.kernels.biasGradient(
      workspace.gradient(0, panel: 0),
      outputs,
      workspace.width,
      samples,
      0,
      outputs,
      bias(0, .gradient) ?? workspace.spareSums.start
    )
  }

  private func gradientsAreBounded(_ samples: Int, _ workspace: StepWorkspace) -> Bool {
    let panels = (samples + workspace.width - 1) / workspace.width
    for layer in plan.layers.indices {
      var (input, gradient) = workspace.largest(layer, panels: panels)
      if layer == 0 { input = workspace.inputPeak.bitPattern }
      let largest = Double(Float(bitPattern: max(input, 0x3f80_0000)))
      // Sparse inputs are summed as distances from the background, up to twice as large, and then
      // as the background.
      let bound = 3 * Double(samples) * largest * Double(Float(bitPattern: gradient))
      // Half of the range is left for rounding; NaN fails every comparison.
      guard bound < Double(Float.greatestFiniteMagnitude) / 2 else { return false }
    }
    return true
  }

  /// Returns where the gradients of a unit lie if they are kept.
  private func keptGradient(of unit: GradientUnit) -> UnsafeMutablePointer<Float> {
    weight(unit.layer, part: unit.part, .gradient) + unit.offset
  }

  private func computeGradient(_ number: Int, into gradient: UnsafeMutablePointer<Float>) {
    guard let workspace, let lastBatch else { return }
    let unit = workspace.units[number]
    let layer = plan.layers[unit.layer]
    if unit.layer == 0, let sparse = workspace.sparseInput(unit: number) {
      computeSparseGradient(unit, sparse, workspace, into: gradient)
      return
    }
    let job = KernelWeightGradient(
      inputs: layer.inputs,
      outputs: unit.columns,
      samples: lastBatch.count,
      width: workspace.width,
      firstInput: unit.rows.lowerBound,
      inputCount: unit.rows.count,
      input: workspace.value(unit.layer, panel: 0),
      live: workspace.live.marks(of: unit.layer),
      blocks: workspace.blocks(unit.layer, part: unit.part),
      capacity: workspace.blockCapacity,
      gradient: gradient
    )
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: job) { backend.kernels.weightGradient($0) }
    guard unit.layer > 0, let sums = bias(unit.layer, .gradient) else { return }
    backend.kernels.biasGradient(
      workspace.gradient(unit.layer, panel: 0),
      layer.outputs,
      workspace.width,
      lastBatch.count,
      unit.biases.lowerBound,
      unit.biases.count,
      sums
    )
  }

  private func computeSparseGradient(
    _ unit: GradientUnit,
    _ sparse: SparseInput,
    _ workspace: StepWorkspace,
    into gradient: UnsafeMutablePointer<Float>
  ) {
    guard let lastBatch else { return }
    let firstOutput = parts.ranges[0][unit.part].lowerBound
    let biasGradient = bias(0, .gradient) ?? workspace.spareSums.start
    // SAFETY: the levels stay in place for the call.
    lastBatch.rows.distances.withUnsafeBufferPointer { distances in
      let job = KernelSparseWeightGradient(
        inputs: plan.inputs,
        outputs: unit.columns,
        panels: (lastBatch.count + workspace.width - 1) / workspace.width,
        width: workspace.width,
        firstInput: unit.rows.lowerBound,
        inputCount: unit.rows.count,
        columnEntries: sparse.columnEntries(panel: 0),
        columnStarts: sparse.columnStarts(panel: 0),
        entryCapacity: sparse.entryCapacity,
        blocks: workspace.blocks(0, part: unit.part),
        capacity: workspace.blockCapacity,
        distances: distances.baseAddress,
        background: lastBatch.rows.levels[0],
        biasGradient: biasGradient + firstOutput,
        gradient: gradient
      )
      // SAFETY: as above.
      withUnsafePointer(to: job) { backend.kernels.sparseWeightGradient($0) }
    }
  }

  private func updateBias(of layer: Int, _ rule: UpdateRule, _ outputs: Range<Int>) {
    guard let gradient = bias(layer, .gradient) else { return }
    let first = outputs.lowerBound
    apply(rule, to: ParameterID(layer, .bias), first, outputs.count, gradient + first)
  }

  private func apply(
    _ rule: UpdateRule,
    to parameter: ParameterID,
    _ first: Int,
    _ count: Int,
    _ gradient: UnsafeMutablePointer<Float>
  ) {
    let value = pointer(.value, parameter) + first
    let moment = pointer(.firstMoment, parameter) + first
    switch rule {
    case .adam(let rule):
      let square = pointer(.secondMoment, parameter) + first
      backend.kernels.adam(rule.kernel, value, gradient, moment, square, count)
    case .descent(let rule):
      backend.kernels.descent(rule.kernel, value, gradient, moment, count)
    }
  }
}

extension AdamRule {
  /// The rule in single precision; the corrections for the moments' start are made in double.
  var kernel: KernelAdam {
    let first = 1 - power(beta1, step)
    let second = 1 - power(beta2, step)
    return KernelAdam(
      rate: Float(rate / first),
      rest1: Float(1 - beta1),
      beta2: Float(beta2),
      rest2: Float(1 - beta2),
      epsilon: Float(epsilon),
      decay: Float(decay),
      root: Float(1 / second.squareRoot())
    )
  }
}

extension DescentRule {
  var kernel: KernelDescent {
    KernelDescent(rate: Float(rate), momentum: Float(momentum), decay: Float(decay))
  }
}

/// Returns `base` to a whole power, by squaring.
func power(_ base: Double, _ exponent: Int) -> Double {
  var result = 1.0
  var square = base
  var rest = exponent
  while rest > 0 {
    if rest & 1 == 1 { result *= square }
    square *= square
    rest >>= 1
  }
  return result
}
