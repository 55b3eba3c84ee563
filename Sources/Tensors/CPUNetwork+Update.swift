internal import Kernels

/// The second half of a step.
///
/// An update must not begin before every gradient is known to be finite. A bound settles it nearly
/// always: no element of a weight's gradient exceeds the number of samples times the largest input
/// times the largest output gradient. Only where that bound is not finite are all gradients
/// computed and looked at first.
extension CPUNetwork {
  func finish(
    _ samples: Int,
    loss: Double,
    rule: UpdateRule?,
    _ workspace: StepWorkspace,
    alone: Bool
  ) throws(NumericFault) {
    let isSafe = loss.isFinite && gradientsAreBounded(samples, workspace)
    if isSafe, let rule {
      backend.team.run(workspace.units.count, alone: alone) { unit, _ in
        computeGradient(workspace.units[unit], samples, workspace)
        update(workspace.units[unit], rule)
      }
      return
    }
    backend.team.run(workspace.units.count, alone: alone) { unit, _ in
      computeGradient(workspace.units[unit], samples, workspace)
    }
    if !isSafe, let fault = findFault(samples, loss: loss, workspace) { throw fault }
    guard let rule else { return }
    backend.team.run(workspace.units.count, alone: alone) { unit, _ in
      update(workspace.units[unit], rule)
    }
  }

  private func gradientsAreBounded(_ samples: Int, _ workspace: StepWorkspace) -> Bool {
    let panels = (samples + workspace.width - 1) / workspace.width
    for layer in plan.layers.indices {
      // The bits of magnitudes are ordered as the magnitudes are.
      var input = layer == 0 ? workspace.inputPeak.bitPattern : 0
      var gradient: UInt32 = 0
      for panel in 0..<panels {
        guard let peak = workspace.peak(layer, panel: panel) else { return false }
        input = max(input, peak[0])
        gradient = max(gradient, peak[1])
      }
      let largest = Double(Float(bitPattern: max(input, 0x3f80_0000)))
      let bound = Double(samples) * largest * Double(Float(bitPattern: gradient))
      // Half of the range is left for rounding; NaN fails every comparison.
      guard bound < Double(Float.greatestFiniteMagnitude) / 2 else { return false }
    }
    return true
  }

  private func computeGradient(
    _ unit: StepWorkspace.GradientUnit,
    _ samples: Int,
    _ workspace: StepWorkspace
  ) {
    let layer = plan.layers[unit.layer]
    let job = KernelWeightGradient(
      inputs: layer.inputs,
      outputs: layer.outputs,
      samples: samples,
      width: workspace.width,
      firstOutput: unit.outputs.lowerBound,
      outputCount: unit.outputs.count,
      outputGradient: workspace.gradient(unit.layer, panel: 0),
      blocks: workspace.blocks[unit.layer].start,
      capacity: workspace.blockCapacity,
      gradient: weight(unit.layer, .gradient),
      biasGradient: bias(unit.layer, .gradient)
    )
    // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
    withUnsafePointer(to: job) { backend.kernels.weightGradient($0) }
  }

  private func update(_ unit: StepWorkspace.GradientUnit, _ rule: UpdateRule) {
    let inputs = plan.layers[unit.layer].inputs
    let weights = ParameterID(unit.layer, .weight)
    apply(rule, to: weights, unit.outputs.lowerBound * inputs, unit.outputs.count * inputs)
    if plan.layers[unit.layer].hasBias {
      apply(
        rule,
        to: ParameterID(unit.layer, .bias),
        unit.outputs.lowerBound,
        unit.outputs.count
      )
    }
  }

  private func apply(_ rule: UpdateRule, to parameter: ParameterID, _ first: Int, _ count: Int) {
    let value = pointer(.value, parameter) + first
    let gradient = pointer(.gradient, parameter) + first
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
