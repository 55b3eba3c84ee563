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
    workspace.setAlone(alone)
    let panels = workspace.panels(of: batch.count)
    BatchRows.of(batch) { rows in
      let job = StepJob(
        workspace: workspace,
        packed: packed,
        rows: rows,
        loss: loss,
        scale: 1 / Float(batch.count * plan.outputs)
      )
      for stage in workspace.stages {
        let parts = workspace.partCount(of: stage)
        backend.team.run(panels * parts, alone: alone) { unit, _ in
          run(stage, unit: unit, of: parts, job)
        }
      }
    }
  }

  private func run(_ stage: SharedStage, unit: Int, of parts: Int, _ job: StepJob) {
    let (panel, part) = unit.quotientAndRemainder(dividingBy: parts)
    let workspace = job.workspace
    let first = panel * workspace.width
    let place = PanelPlace(
      panel: panel,
      sparse: workspace.sparseInput(unit: unit),
      first: first,
      samples: min(workspace.width, job.rows.count - first)
    )
    switch stage {
    case .read:
      read(place, job)
    case .panels(let tasks):
      for task in tasks { run(task, place, job) }
    case .forward(let layer):
      runForward(layer, part, place, job)
    case .back(let layer):
      multiplyBack(layer, part, place, workspace)
    case .turn(let layer):
      runForward(layer, part, place, job)
      if workspace.areCopied[layer] { intoBlocks(layer, part, place, workspace, job.packed) }
      if layer > 0 { multiplyBack(layer, part, place, workspace) }
    }
  }

  private func run(_ task: PanelTask, _ place: PanelPlace, _ job: StepJob) {
    let workspace = job.workspace
    switch task {
    case .read:
      read(place, job)
    case .forward(let layer):
      for part in 0..<workspace.forwardParts(of: layer) { runForward(layer, part, place, job) }
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
      let parts = layer == 0 ? job.packed?.liveParts : nil
      for part in 0..<(parts ?? workspace.partCount(ofLayer: layer)) {
        intoBlocks(layer, part, place, workspace, job.packed)
      }
    case .back(let layer):
      let parts = workspace.partCount(ofLayer: layer)
      if parts == 1 { return runBack(layer, place, workspace) }
      for part in 0..<parts { multiplyBack(layer, part, place, workspace) }
      sumParts(layer, place, workspace)
    case .sumParts(let layer):
      sumParts(layer, place, workspace)
    }
  }

  /// Reads the samples of a panel.
  private func read(_ place: PanelPlace, _ job: StepJob) {
    let rows = job.rows
    let workspace = job.workspace
    if let sparse = place.sparse {
      let job = KernelSparseGather(
        bytes: rows.bytes,
        indices: rows.indices,
        first: place.first,
        samples: place.samples,
        columns: plan.inputs,
        width: workspace.width,
        panel: sparse.bytes(panel: place.panel),
        columnEntries: sparse.columnEntries(panel: place.panel),
        columnStarts: sparse.columnStarts(panel: place.panel)
      )
      // SAFETY: the job lives for the call, and its pointers are those of memory of the sizes it names.
      withUnsafePointer(to: job) { backend.kernels.sparseGather($0) }
    } else {
      let job = KernelGather(
        bytes: rows.bytes,
        floats: rows.floats,
        indices: rows.indices,
        first: place.first,
        samples: place.samples,
        columns: plan.inputs,
        levels: rows.levels,
        width: workspace.width,
        panel: workspace.value(0, panel: place.panel)
      )
      // SAFETY: as above.
      withUnsafePointer(to: job) { backend.kernels.gather($0) }
    }
  }

  /// Returns the mean loss: the samples' sums, added in their order.
  private func meanLoss(_ count: Int, _ workspace: StepWorkspace) -> Double {
    var sum = 0.0
    for sample in 0..<count { sum += workspace.loss(ofSample: sample) }
    return sum / Double(count * plan.outputs)
  }
}
