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
    let isSafe = loss.isFinite && gradientsAreBounded(batch.count, workspace)
    if !isSafe || rule == nil { computeGradients(alone: alone) }
    if !isSafe, let fault = findFault(batch.count, loss: loss, workspace) { throw fault }
    guard let rule = rule?.kernel else { return }
    RowsAhead.of(batch) { ahead in
      update(rule, workspace, gradientsAreKept: !isSafe, alone: alone, ahead)
    }
    if !workspace.sparse.isEmpty {
      // As a job of one unit, which takes subnormal numbers for zero as those of other layers do: the
      // moments of dead units are among them, and took two microseconds a step.
      backend.team.run(1, alone: true) { _, _ in
        if isSafe { gatherFirstBiasGradient(workspace) }
        updateBias(of: 0, rule, 0, plan.layers[0].outputs)
        placeFirstBiases()
      }
    }
    weightGradientsAreKept = !isSafe
  }

  /// Updates all weights, and the biases but for those of a sparse first layer.
  private func update(
    _ rule: KernelRule,
    _ workspace: StepWorkspace,
    gradientsAreKept: Bool,
    alone: Bool,
    _ ahead: RowsAhead?
  ) {
    let units = workspace.units.count
    let packed = packed
    let isSparse = !workspace.sparse.isEmpty
    let workers = alone ? 1 : workspace.workers
    backend.team.run(units, alone: alone) { unit, worker in
      ahead?.fetch(unit: unit, of: units, workers: workers)
      let place = workspace.units[unit]
      var gradient = GradientPlace(
        start: weights(of: place, packed, .gradient),
        stride: place.stride
      )
      if !gradientsAreKept {
        gradient = GradientPlace(
          start: workspace.gradientScratch(of: worker),
          stride: place.columns.count
        )
        computeGradient(unit, worker, workspace, packed, into: gradient)
      }
      let rows = KernelRows(
        count: place.rows.count,
        width: place.columns.count,
        stride: place.stride,
        gradientStride: gradient.stride
      )
      apply(rule, gradient.start, rows) { weights(of: place, packed, $0) }
      // All units of a sparse first layer need the gradient of its bias.
      if place.layer > 0 || !isSparse {
        updateBias(of: place.layer, rule, place.firstOutput, place.biases.count)
      }
    }
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
    let packed = packed
    backend.team.run(workspace.units.count, alone: alone) { unit, worker in
      let place = workspace.units[unit]
      let gradient = GradientPlace(
        start: weights(of: place, packed, .gradient),
        stride: place.stride
      )
      computeGradient(unit, worker, workspace, packed, into: gradient)
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
    _ packed: PackedLayer?,
    _ state: ParameterState
  ) -> UnsafeMutablePointer<Float> {
    if unit.layer == 0, let packed { return packed.weights(state, part: unit.part) + unit.offset }
    return weight(unit.layer, part: unit.part, state) + unit.offset
  }

  private func computeGradient(
    _ number: Int,
    _ worker: Int,
    _ workspace: StepWorkspace,
    _ packed: PackedLayer?,
    into gradient: GradientPlace
  ) {
    let unit = workspace.units[number]
    let layer = plan.layers[unit.layer]
    if unit.layer == 0, let packed, packed.deadParts.contains(unit.part) {
      gradient.start.update(repeating: 0, count: unit.count)
      return
    }
    if unit.layer == 0, let sparse = workspace.sparseInput(unit: number) {
      computeSparseGradient(unit, sparse, workspace, packed, worker, into: gradient.start)
      return
    }
    let first = unit.firstOutput
    let sums = unit.biases.isEmpty ? nil : bias(unit.layer, .gradient)
    let job = KernelWeightGradient(
      inputs: layer.inputs,
      outputs: layer.outputs,
      samples: lastBatch.count,
      width: workspace.width,
      firstInput: unit.rows.lowerBound,
      inputCount: unit.rows.count,
      firstOutput: first,
      outputCount: unit.columns.count,
      input: workspace.value(unit.layer, panel: 0),
      live: workspace.live.marks(of: unit.layer),
      outputGradient: workspace.gradient(unit.layer, panel: 0),
      rows: workspace.gradientRows(of: worker),
      blocks: workspace.areCopied[unit.layer]
        ? UnsafePointer(workspace.blocks(unit.layer, part: unit.part)) : nil,
      capacity: workspace.blockCapacity,
      gradient: gradient.start,
      stride: gradient.stride,
      sums: sums.map { $0 + first }
    )
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: job) { backend.kernels.weightGradient($0) }
  }

  /// Updates the biases of so many outputs from the first one on.
  private func updateBias(of layer: Int, _ rule: KernelRule, _ first: Int, _ count: Int) {
    guard count > 0, let gradient = bias(layer, .gradient) else { return }
    let row = KernelRows(count: 1, width: count, stride: count, gradientStride: count)
    apply(rule, gradient + first, row) { state in
      pointer(state, ParameterID(layer, .bias)) + first
    }
  }

  /// Updates rows of numbers, given where each of their states lies.
  private func apply(
    _ rule: KernelRule,
    _ gradient: UnsafeMutablePointer<Float>,
    _ rows: KernelRows,
    _ place: (ParameterState) -> UnsafeMutablePointer<Float>
  ) {
    let value = place(.value)
    let moment = place(.firstMoment)
    switch rule {
    case .adam(let rule):
      backend.kernels.adam(rule, value, gradient, moment, place(.secondMoment), rows)
    case .descent(let rule):
      backend.kernels.descent(rule, value, gradient, moment, rows)
    }
  }
}

/// Where the gradients of a unit's weights lie: rows that are so many floats apart.
private struct GradientPlace {
  let start: UnsafeMutablePointer<Float>
  let stride: Int
}

/// A rule as the kernels take it.
private enum KernelRule {
  case adam(KernelAdam)
  case descent(KernelDescent)
}

extension UpdateRule {
  fileprivate var kernel: KernelRule {
    switch self {
    case .adam(let rule): .adam(rule.kernel)
    case .descent(let rule): .descent(rule.kernel)
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
