internal import Kernels

/// When the dead units of a sparse first layer are packed apart, and when they no longer are.
extension CPUNetwork {
  /// How often it is looked whether the weights and biases of dead units still change.
  private static let stepsBetweenLooks = 64

  /// The steps after which the moments of still units catch up, if nobody looks before.
  private static let mostStepsBehind = 1024

  /// Makes the first layer ready for a step: a packed one must serve it.
  func prepareFirstLayer(for batch: Batch, _ rule: UpdateRule?, _ workspace: StepWorkspace) {
    if let rule, !rule.leavesDeadUnits { unpack() }
    if let rule, let before = packed?.stillRule, !rule.continues(before) { unpack() }
    repack(workspace)
    guard let packed else { return }
    packed.isProven = packed.stillRule != nil && survey.isComplete(for: batch.rows)
    workspace.firstLayerParts = packed.forwardParts
  }

  /// Unpacks the first layer if a batch has made one of its dead units live.
  ///
  /// What the second half of the step needs of the first is then made as for a layer that never was
  /// packed.
  func unpackRevived(_ batch: Batch, _ workspace: StepWorkspace) {
    guard let packed, let marks = workspace.live.marks(of: 1),
      packed.deadOutputs.contains(where: { marks[Int($0)] != 0 })
    else { return }
    // The gradients of the step before are gone: the network's values are those of this one.
    weightGradientsAreKept = true
    unpack()
    for panel in 0..<workspace.panels(of: batch.count) {
      let first = panel * workspace.width
      let samples = min(workspace.width, batch.count - first)
      let place = PanelPlace(panel: panel, sparse: nil, first: first, samples: samples)
      for part in workspace.parts[0].indices { intoBlocks(0, part, place, workspace, nil) }
    }
  }

  /// Takes note of a step's batch, and packs the first layer where enough of its units are dead.
  func watchDeadUnits(_ batch: Batch, _ rule: UpdateRule?, _ workspace: StepWorkspace) {
    guard !workspace.sparse.isEmpty, let marks = workspace.live.marks(of: 1), let rule,
      rule.leavesDeadUnits
    else { return }
    if let packed {
      noteUpdate(of: packed, batch, rule, workspace)
    } else if let isLive = deadUnits.note(marks, count: plan.layers[0].outputs) {
      pack(isLive, workspace)
    }
  }

  /// Takes note of an update of a packed layer.
  private func noteUpdate(
    of packed: PackedLayer,
    _ batch: Batch,
    _ rule: UpdateRule,
    _ workspace: StepWorkspace
  ) {
    packed.ahead = PackedLayer.allStates
    if packed.stillRule != nil {
      packed.stillRule = rule
      packed.stepsBehind += 1
      if packed.stepsBehind == Self.mostStepsBehind { catchUp(packed) }
      survey.note(batch)
      return
    }
    packed.fadingSteps += 1
    switch packed.fadingSteps % Self.stepsBetweenLooks {
    case Self.stepsBetweenLooks - 1:
      packed.lastLook = packed.deadParameters(inputs: plan.inputs)
    case 0 where rule.isUnderWay && packed.lastLook == packed.deadParameters(inputs: plan.inputs):
      // What the moments add to a parameter falls from step to step, so none changes any more.
      packed.lastLook = []
      packed.stillRule = rule
      survey = RowSurvey()
      workspace.share(firstLayer: packed.updatedRanges)
    default:
      break
    }
  }

  /// The parts of live units in a packed layer: a single thread walks the lists of bytes once for all
  /// of them, which takes it 5 % of a step less than once for each of two.
  private var packedParts: Int { pace.staysAlone ? 1 : parts.ranges[0].count }

  /// Returns the layer packed, with the weights that the network keeps, but not yet in use; nil where
  /// that would save nothing.
  private func makePacked(_ isLive: [Bool], _ workspace: StepWorkspace) -> PackedLayer? {
    guard
      let made = PackedLayer(
        isLive: isLive,
        inputs: plan.inputs,
        parts: packedParts,
        capacity: workspace.blockCapacity
      )
    else { return nil }
    keepGradients()
    for state in ParameterState.allCases {
      forEachWeight(of: made, state) { packed, kept in packed.pointee = kept.pointee }
    }
    return made
  }

  private func use(_ made: PackedLayer, _ workspace: StepWorkspace) {
    packed = made
    placeFirstBiases()
    workspace.share(firstLayer: made.updatedRanges)
  }

  /// Packs a packed layer anew where it has not the parts that serve the threads of this step.
  private func repack(_ workspace: StepWorkspace) {
    guard let old = packed, old.liveParts != packedParts else { return }
    keepGradients()
    for state in ParameterState.allCases { storePacked(state) }
    // The layer is not in memory twice.
    let (isLive, rule) = (old.isLive, old.stillRule)
    let (steps, look) = (old.fadingSteps, old.lastLook)
    packed = nil
    guard let made = makePacked(isLive, workspace) else {
      survey = RowSurvey()
      return workspace.share(firstLayer: nil)
    }
    made.stillRule = rule
    made.fadingSteps = steps
    made.lastLook = look
    use(made, workspace)
  }

  private func pack(_ isLive: [Bool], _ workspace: StepWorkspace) {
    guard let made = makePacked(isLive, workspace) else { return }
    // In panels that no batch has used lately a dead unit's output may be left of when it was live.
    for panel in 0..<workspace.panels(of: workspace.capacity) {
      let values = workspace.value(1, panel: panel)
      for output in made.deadOutputs {
        (values + Int(output) * workspace.width).update(repeating: 0, count: workspace.width)
      }
    }
    use(made, workspace)
  }

  /// Copies the biases of a packed first layer to their positions.
  func placeFirstBiases() {
    guard let packed, let biases = bias(0) else { return }
    packed.place(biases, in: packed.bias)
  }

  /// Copies a state of a packed first layer to where the network keeps it.
  func storePacked(_ state: ParameterState) {
    guard let packed, packed.ahead.contains(state) else { return }
    if state == .firstMoment || state == .secondMoment { catchUp(packed) }
    forEachWeight(of: packed, state) { packed, kept in kept.pointee = packed.pointee }
    packed.ahead.remove(state)
  }

  /// Makes the steps that the moments of still units are behind; as in these, the team's threads take
  /// subnormal numbers for zero.
  private func catchUp(_ packed: PackedLayer) {
    guard let rule = packed.stillRule, packed.stepsBehind > 0 else { return }
    backend.team.run(packed.deadParts.count) { unit, _ in
      let part = packed.liveParts + unit
      backend.kernels.fade(
        rule.kernelFade,
        packed.weights(.firstMoment, part: part),
        packed.weights(.secondMoment, part: part),
        plan.inputs * packed.ranges[part].count,
        packed.stepsBehind
      )
    }
    packed.stepsBehind = 0
  }

  /// Puts the first layer's weights back where the network keeps them.
  func unpack() {
    guard packed != nil else { return }
    keepGradients()
    for state in ParameterState.allCases { storePacked(state) }
    packed = nil
    survey = RowSurvey()
    workspace?.share(firstLayer: nil)
  }

  /// Unpacks the first layer, which is about to be changed, and watches its units anew.
  func forgetDeadUnits() {
    unpack()
    deadUnits = DeadUnitWatch()
  }

  /// Calls `body` with the place of each weight in the packed layer and in the network.
  private func forEachWeight(
    of packed: PackedLayer,
    _ state: ParameterState,
    _ body: (UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) -> Void
  ) {
    for (part, range) in packed.ranges.enumerated() {
      for (column, output) in packed.outputs[range].enumerated() {
        let (kept, stride) = place(ofOutput: Int(output), state)
        let start = packed.weights(state, part: part) + column
        for input in 0..<plan.inputs { body(start + input * range.count, kept + input * stride) }
      }
    }
  }

  /// Returns where the first layer's weights of an output begin, and how far they are apart.
  private func place(
    ofOutput output: Int,
    _ state: ParameterState
  ) -> (start: UnsafeMutablePointer<Float>, stride: Int) {
    let ranges = parts.ranges[0]
    let part = ranges.firstIndex { $0.contains(output) } ?? 0
    let range = ranges[part]
    return (weight(0, part: part, state) + output - range.lowerBound, range.count)
  }
}

extension UpdateRule {
  /// Whether the steps of a weight without a gradient become smaller and smaller.
  ///
  /// Adam's first moment has to fall faster than the root of the second one, and epsilon to be far
  /// above the root of what is flushed to zero, or the quotient would rise when the second moment is.
  fileprivate var leavesDeadUnits: Bool {
    switch self {
    case .adam(let rule):
      let kernel = rule.kernel
      return kernel.decay == 0 && kernel.rate.isFinite && kernel.rate >= 0 && kernel.root.isFinite
        && kernel.epsilon >= 1e-12 && rule.beta2 < 1
        && (0..<0.99).contains(rule.beta1 / rule.beta2.squareRoot())
    case .descent(let rule):
      return rule.decay == 0 && rule.rate.isFinite && rule.rate >= 0
        && (0..<0.99).contains(rule.momentum)
    }
  }

  /// Whether the steps that are left of moments become smaller from now on.
  ///
  /// Adam's correction of the second moment raises step n + 1 by up to the root of (n + 1) / n.
  fileprivate var isUnderWay: Bool {
    if case .adam(let rule) = self { rule.step >= 64 } else { true }
  }

  /// Whether a step follows one of another rule, and does the same.
  fileprivate func continues(_ other: UpdateRule) -> Bool {
    switch (self, other) {
    case (.adam(let rule), .adam(var before)):
      before.step += 1
      return rule == before
    case (.descent(let rule), .descent(let before)):
      return rule == before
    default:
      return false
    }
  }

  /// What a step does to the moments where there is no gradient.
  fileprivate var kernelFade: KernelFade {
    switch self {
    case .adam(let rule):
      KernelFade(isAdam: true, rest1: rule.kernel.rest1, beta2: rule.kernel.beta2, momentum: 0)
    case .descent(let rule):
      KernelFade(isAdam: false, rest1: 0, beta2: 0, momentum: rule.kernel.momentum)
    }
  }
}
