internal import Kernels

/// A training step. Its first half goes forward and back through the layers: each panel of samples
/// by one thread, but for layers that are shared by their outputs, each part of which is a thread's
/// own. The second half computes the gradients of the parameters and updates them, each piece of a
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
    prepareFirstLayer(for: batch, rule, workspace)
    note(batch)
    walk(batch, loss, workspace, alone: alone)
    workspace.live.markUnion(panels: workspace.panels(of: batch.count))
    unpackRevived(batch, workspace)
    let mean = meanLoss(batch.count, workspace)
    try finish(batch, loss: mean, rule: rule, workspace, alone: alone)
    watchDeadUnits(batch, rule, workspace)
    if backend.team.workers > 1 { pace.record((ContinuousClock.now - start) / .seconds(1)) }
    return mean
  }

  private func prepareWorkspace(for batch: Batch) -> StepWorkspace {
    let workers = backend.team.workers
    let isSparse = skipsZeros(of: batch.rows)
    if let workspace, workspace.capacity >= batch.count, workspace.workers == workers,
      workspace.sparse.isEmpty != isSparse
    {
      return workspace
    }
    unpack()
    let made = StepWorkspace(
      plan: plan,
      parts: parts,
      capacity: batch.count,
      workers: workers,
      isSparse: isSparse
    )
    workspace = made
    pace = Pace()
    return made
  }

  private func note(_ batch: Batch) {
    lastBatch = LastBatch(count: batch.count, background: batch.rows.levels[0])
    batch.rows.distances.withUnsafeBufferPointer { source in
      // SAFETY: there is a distance for each byte.
      if let start = source.baseAddress { distances.start.update(from: start, count: source.count) }
    }
  }

  /// Whether the first layer is computed over the bytes that are not zero; it must not be the one
  /// with the loss.
  func skipsZeros(of rows: ByteMatrix) -> Bool { rows.isSparse && plan.layers.count > 1 }

  /// The first half: all stages, one after another.
  private func walk(_ batch: Batch, _ loss: LossKind, _ workspace: StepWorkspace, alone: Bool) {
    workspace.clearPeaks()
    workspace.inputPeak = batch.rows.peak
    let loss = LossJob(
      kind: loss,
      elements: batch.count * plan.outputs,
      levels: KernelLevels(mean: batch.rows.mean, deviation: batch.rows.deviation)
    )
    let panels = workspace.panels(of: batch.count)
    workspace.setAlone(alone)
    for stage in workspace.stages {
      let parts = workspace.partCount(of: stage)
      backend.team.run(panels * parts, alone: alone) { unit, _ in
        let (panel, part) = unit.quotientAndRemainder(dividingBy: parts)
        let first = panel * workspace.width
        let samples = min(workspace.width, batch.count - first)
        let place = PanelPlace(
          panel: panel,
          sparse: workspace.sparseInput(unit: unit),
          first: first,
          samples: samples
        )
        switch stage {
        case .read:
          read(batch, place, workspace)
        case .panels(let tasks):
          for task in tasks { run(task, batch, place, loss, workspace) }
        case .forward(let layer):
          runForward(layer, part, place, loss, workspace)
        case .back(let layer):
          multiplyBack(layer, part, place, workspace)
        case .turn(let layer):
          runForward(layer, part, place, loss, workspace)
          if workspace.areCopied[layer] { intoBlocks(layer, part, place, workspace) }
          if layer > 0 { multiplyBack(layer, part, place, workspace) }
        }
      }
    }
  }

  private func run(
    _ task: PanelTask,
    _ batch: Batch,
    _ place: PanelPlace,
    _ loss: LossJob,
    _ workspace: StepWorkspace
  ) {
    switch task {
    case .read:
      read(batch, place, workspace)
    case .forward(let layer):
      for part in 0..<workspace.forwardParts(of: layer) {
        runForward(layer, part, place, loss, workspace)
      }
    case .findLive(let layer):
      let value = layer + 1
      let panel = workspace.value(value, panel: place.panel)
      workspace.live.find(
        value,
        panel: place.panel,
        in: panel,
        width: workspace.width,
        backend.kernels
      )
    case .intoBlocks(let layer):
      let parts = layer == 0 ? packed?.liveParts : nil
      for part in 0..<(parts ?? workspace.parts[layer].count) {
        intoBlocks(layer, part, place, workspace)
      }
    case .back(let layer):
      let parts = workspace.parts[layer].count
      if parts == 1 { return runBack(layer, place, workspace) }
      for part in 0..<parts { multiplyBack(layer, part, place, workspace) }
      sumParts(layer, place, workspace)
    case .sumParts(let layer):
      sumParts(layer, place, workspace)
    }
  }

  /// Reads the samples of a panel.
  private func read(_ batch: Batch, _ place: PanelPlace, _ workspace: StepWorkspace) {
    let kernels = backend.kernels
    // SAFETY: rows and order stay in place for the call, and the batch lies within both; the jobs
    // live for the call, and their pointers are those of memory of the sizes they name.
    batch.rows.withUnsafeRows { bytes, floats in
      batch.order.withUnsafeBufferPointer { order in
        if let sparse = place.sparse {
          let job = KernelSparseGather(
            bytes: bytes,
            indices: order.baseAddress,
            first: batch.range.lowerBound + place.first,
            samples: place.samples,
            columns: plan.inputs,
            width: workspace.width,
            panel: sparse.bytes(panel: place.panel),
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

  /// Returns the mean loss: the samples' sums, added in their order.
  private func meanLoss(_ count: Int, _ workspace: StepWorkspace) -> Double {
    var sum = 0.0
    for sample in 0..<count { sum += workspace.loss(ofSample: sample) }
    return sum / Double(count * plan.outputs)
  }
}
