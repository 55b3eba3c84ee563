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
    workspace.forgetFirstSums()
    lastBatch = LastBatch(rows: batch.rows, count: batch.count)
    let isSafe = loss.isFinite && gradientsAreBounded(batch.count, workspace)
    if !isSafe || rule == nil { computeGradients(alone: alone) }
    if !isSafe, let fault = findFault(batch.count, loss: loss, workspace) { throw fault }
    guard let rule else { return }
    backend.team.run(workspace.units.count, alone: alone) { unit, worker in
      let place = workspace.units[unit]
      var gradient = weights(of: place, .gradient)
      if isSafe {
        gradient = workspace.gradientScratch(of: worker)
        computeGradient(unit, worker, into: gradient)
      }
      apply(rule, gradient, place.count) { weights(of: place, $0) }
      if !isSparse(place.layer) { updateBias(of: place.layer, rule, place.biases) }
    }
    if isSparse(0) {
      if isSafe { gatherFirstBiasGradient(workspace) }
      updateBias(of: 0, rule, 0..<plan.layers[0].outputs)
      placeFirstBiases()
    }
    weightGradientsAreKept = !isSafe
  }

  /// Computes the gradients of the last step where they were used and dropped: what they are made
  /// of is there until the next step.
  func keepGradients() {
    if !weightGradientsAreKept { computeGradients(alone: false) }
  }

  private func computeGradients(alone: Bool) {
    guard let workspace else { return }
    // The threads may have become more since the step; the workspace serves so many.
    let alone = alone || backend.team.workers > workspace.workers
    backend.team.run(workspace.units.count, alone: alone) { unit, worker in
      computeGradient(unit, worker, into: weights(of: workspace.units[unit], .gradient))
    }
    gatherFirstBiasGradient(workspace)
    packed?.ahead.insert(.gradient)
    weightGradientsAreKept = true
  }

  private func gradientsAreBounded(_ samples: Int, _ workspace: StepWorkspace) -> Bool {
    let panels = workspace.panels(of: samples)
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

  /// Returns where the weights of a unit lie, or what belongs to them.
  private func weights(
    of unit: GradientUnit,
    _ state: ParameterState
  ) -> UnsafeMutablePointer<Float> {
    let packed = unit.layer == 0 ? packed : nil
    let first =
      packed?.weights(state, part: unit.part) ?? weight(unit.layer, part: unit.part, state)
    return first + unit.offset
  }

  /// Whether a layer is a sparse first one, all of whose units need the gradient of its bias.
  private func isSparse(_ layer: Int) -> Bool {
    layer == 0 && workspace.map { !$0.sparse.isEmpty } ?? false
  }

  private func computeGradient(
    _ number: Int,
    _ worker: Int,
    into gradient: UnsafeMutablePointer<Float>
  ) {
    guard let workspace, let lastBatch else { return }
    let unit = workspace.units[number]
    let layer = plan.layers[unit.layer]
    if unit.layer == 0, let packed, packed.deadParts.contains(unit.part) {
      gradient.update(repeating: 0, count: unit.count)
      return
    }
    if unit.layer == 0, let sparse = workspace.sparseInput(unit: number) {
      computeSparseGradient(unit, sparse, workspace, worker, into: gradient)
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
    guard let sums = bias(unit.layer, .gradient) else { return }
    let first = parts.ranges[unit.layer][unit.part].lowerBound
    backend.kernels.blockSums(
      job.blocks,
      job.capacity,
      job.samples,
      unit.biases.lowerBound - first,
      unit.biases.count,
      sums + first
    )
  }

  private func updateBias(of layer: Int, _ rule: UpdateRule, _ outputs: Range<Int>) {
    guard let gradient = bias(layer, .gradient) else { return }
    apply(rule, gradient + outputs.lowerBound, outputs.count) { state in
      pointer(state, ParameterID(layer, .bias)) + outputs.lowerBound
    }
  }

  /// Updates so many numbers, given where each of their states lies.
  private func apply(
    _ rule: UpdateRule,
    _ gradient: UnsafeMutablePointer<Float>,
    _ count: Int,
    _ place: (ParameterState) -> UnsafeMutablePointer<Float>
  ) {
    let value = place(.value)
    let moment = place(.firstMoment)
    switch rule {
    case .adam(let rule):
      backend.kernels.adam(rule.kernel, value, gradient, moment, place(.secondMoment), count)
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
