internal import Kernels

/// The memory of a training step for batches up to a size: made once, used by every step.
final class StepWorkspace {
  let capacity: Int
  let workers: Int

  /// The number of samples in a panel: no more than serve all threads.
  let width: Int

  /// The widths of the network's values: its inputs, then each layer's outputs.
  let widths: [Int]

  /// The input and each layer's output as panels; the last holds the output's gradient in the end.
  ///
  /// The input is not there where it is sparse.
  let values: [FloatBuffer]

  /// The input, where it is sparse: twice, if threads share the first layer.
  ///
  /// Lists that another thread has read would have to be fetched back before they are written anew, so
  /// each of two threads makes its own, which costs no more than that. Of more threads every second
  /// one uses the same, or the making of them would take too large a share of a step.
  let sparse: [SparseInput]
  private let sparseMemory: [SparseInputMemory]

  /// The number of copies of the input that the step in hand uses.
  private(set) var copies = 1

  /// The gradient of each layer's output before its activation; that of the last is in `values`.
  let gradients: [FloatBuffer]

  /// The gradient of each layer's output as row blocks, where it is copied.
  private let blocks: [FloatBuffer]
  let areCopied: [Bool]

  private let plan: NetworkPlan
  private let layerParts: LayerParts

  /// The parts of each layer's outputs.
  var parts: [[Range<Int>]] { layerParts.ranges }

  /// The jobs of the first half of a step, and the tasks of those that have some.
  let stages: [SharedStage]
  private let tasks: UnsafeMutableBufferPointer<PanelTask>

  /// For each panel the sums over the parts of a layer, before they are added.
  private let products: FloatBuffer
  private let productSize: Int

  /// Which features of the values are not zero throughout.
  let live: LiveFeatures

  /// For each worker the gradients of the unit in hand, so that they stay in its cache, and before
  /// them what they are made of: rows of output gradients.
  private var scratch: FloatBuffer
  private var scratchSize: Int

  /// The loss of each sample, summed over each part of the last layer's outputs.
  private let sums: FloatBuffer
  private let sampleCapacity: Int

  /// The output gradients of a sparse first layer's parts, summed over the samples, for each worker,
  /// and the steps in which they were.
  private let firstSums: FloatBuffer
  private let firstSumSize: Int
  private let firstSumSteps: UnsafeMutableBufferPointer<Int>
  private var step = 0

  /// For each panel, part and layer the largest magnitude of the layer's input and output gradient.
  private let peaks: UnsafeMutableBufferPointer<UInt32>
  private let peakSize: Int

  /// The largest magnitude of the network's input.
  var inputPeak: Float = 0

  /// How the second half of the step is shared.
  private(set) var units: [GradientUnit]

  /// The parts of the first layer in the forward product.
  var firstLayerParts: Int

  /// The most parts of a layer: those of a packed first layer are twice as many as otherwise.
  private static let mostParts = 2 * LayerParts.limit

  init(plan: NetworkPlan, parts: LayerParts, capacity: Int, workers: Int, isSparse: Bool) {
    let lanes = Int(kernelLaneCount)
    let panelWidth = Int(kernelPanelWidth)
    self.capacity = capacity
    self.workers = workers
    let share = (capacity + workers - 1) / workers
    let width = min(max(roundUp(share, to: lanes), lanes), panelWidth)
    self.width = width
    let panels = (capacity + width - 1) / width
    let widths = [plan.inputs] + plan.layers.map(\.outputs)
    self.widths = widths
    let areShared = parts.areShared(capacity: capacity, workers: workers)
    let copies = !isSparse ? 0 : areShared[0] ? 2 : 1
    sparseMemory = (0..<copies).map { _ in
      SparseInputMemory(columns: plan.inputs, panels: panels, width: width)
    }
    sparse = sparseMemory.map(\.input)
    values = widths.enumerated().map { index, count in
      FloatBuffer(count: index == 0 && isSparse ? 0 : panels * count * width)
    }
    gradients = widths.dropFirst().dropLast().map { FloatBuffer(count: panels * $0 * width) }
    let areCopied = parts.areCopied(isSparse: isSparse)
    self.areCopied = areCopied
    let padded = roundUp(capacity, to: lanes)
    blocks = zip(parts.blockColumns, areCopied).map { columns, isCopied in
      FloatBuffer(count: isCopied ? columns[columns.count - 1] * padded : 0)
    }
    live = LiveFeatures(plan: plan, panels: panels)
    layerParts = parts
    (stages, tasks) = SharedStage.all(StepStage.all(areShared: areShared, areCopied: areCopied))
    productSize = plan.layers.indices.dropFirst().reduce(0) { size, layer in
      let count = parts.ranges[layer].count
      return count == 1 ? size : max(size, count * plan.layers[layer].inputs * width)
    }
    products = FloatBuffer(count: productSize * panels)
    sampleCapacity = panels * width
    sums = FloatBuffer(count: sampleCapacity * parts.ranges[plan.layers.count - 1].count)
    // A packed layer may be a single part, as wide as the layer, and whole vectors.
    firstSumSize = roundUp(widths[1] + 2 * lanes, to: pageFloats) + pageFloats
    firstSums = FloatBuffer(count: isSparse ? workers * LayerParts.limit * firstSumSize : 0)
    // SAFETY: a line for each worker, initialised here and freed in deinit.
    firstSumSteps = .allocate(capacity: workers * Self.stepsInLine)
    firstSumSteps.initialize(repeating: 0)
    peakSize = roundUp(plan.layers.count * 2, to: 2 * lanes)
    // SAFETY: a word for each panel, part, layer and direction, initialised here and freed in deinit.
    peaks = .allocate(capacity: panels * Self.mostParts * peakSize)
    peaks.initialize(repeating: 0)
    units = GradientUnit.all(plan, parts.ranges, workers: workers, areCopied: areCopied)
    firstLayerParts = parts.ranges[0].count
    self.plan = plan
    scratchSize = Self.scratchSize(units)
    scratch = FloatBuffer(count: scratchSize * workers)
  }

  private static func scratchSize(_ units: [GradientUnit]) -> Int {
    roundUp(Int(kernelGradientRows) + units.reduce(0) { max($0, $1.count) }, to: pageFloats)
      + pageFloats
  }

  deinit {
    tasks.deallocate()
    peaks.deallocate()
    firstSumSteps.deallocate()
  }

  /// Returns how many panels hold so many samples.
  func panels(of samples: Int) -> Int { (samples + width - 1) / width }

  /// The number of samples that the row blocks have room for.
  var blockCapacity: Int { roundUp(capacity, to: Int(kernelLaneCount)) }

  /// Returns where the row blocks of a part of a layer begin, whose gradient is copied.
  func blocks(_ layer: Int, part: Int) -> UnsafeMutablePointer<Float> {
    blocks[layer].start + layerParts.blockColumns[layer][part] * blockCapacity
  }

  /// Returns the panel of a layer's values; layer 0 is the input.
  func value(_ layer: Int, panel: Int) -> UnsafeMutablePointer<Float> {
    values[layer].start + panel * widths[layer] * width
  }

  /// Returns the panel of the gradient of a layer's output before its activation.
  func gradient(_ layer: Int, panel: Int) -> UnsafeMutablePointer<Float> {
    layer == widths.count - 2
      ? value(layer + 1, panel: panel)
      : gradients[layer].start + panel * widths[layer + 1] * width
  }

  /// Returns where the largest magnitudes of a layer are kept: of its input, of its gradient.
  ///
  /// Who computes a part of a panel writes a place of its own.
  func peak(_ layer: Int, panel: Int, part: Int = 0) -> UnsafeMutablePointer<UInt32>? {
    peaks.baseAddress.map { $0 + (panel * Self.mostParts + part) * peakSize + layer * 2 }
  }

  /// Returns the largest magnitudes of a layer's input and of its output's gradient in the first
  /// panels, as bits, which are ordered as the magnitudes are.
  func largest(_ layer: Int, panels: Int) -> (input: UInt32, gradient: UInt32) {
    var input: UInt32 = 0
    var gradient: UInt32 = 0
    for panel in 0..<panels {
      for part in 0..<Self.mostParts {
        guard let peak = peak(layer, panel: panel, part: part) else { continue }
        input = max(input, peak[0])
        gradient = max(gradient, peak[1])
      }
    }
    return (input, gradient)
  }

  /// Returns in how many parts a stage treats a panel.
  func partCount(of stage: SharedStage) -> Int {
    switch stage {
    case .read: copies
    case .panels: 1
    case .forward(let layer): forwardParts(of: layer)
    case .back(let layer), .turn(let layer): partCount(ofLayer: layer)
    }
  }

  /// Returns in how many parts a layer's outputs are cut.
  func partCount(ofLayer layer: Int) -> Int { parts[layer].count }

  /// Returns in how many parts a layer's output is computed.
  func forwardParts(of layer: Int) -> Int { layer == 0 ? firstLayerParts : parts[layer].count }

  /// Shares the second half of the step for a first layer of other parts than its own; nil for these.
  func share(firstLayer ranges: [Range<Int>]?) {
    var all = parts
    if let ranges { all[0] = ranges }
    units = GradientUnit.all(plan, all, workers: workers, areCopied: areCopied)
    firstLayerParts = all[0].count
    let size = Self.scratchSize(units)
    guard size > scratchSize else { return }
    scratchSize = size
    scratch = FloatBuffer(count: size * workers)
  }

  /// Sets whether the next step is made by one thread, which needs one copy of the input.
  func setAlone(_ alone: Bool) {
    copies = alone ? 1 : max(sparse.count, 1)
  }

  /// Returns the sparse input for a unit; nil where the input is dense.
  ///
  /// The parts of a shared layer are an even number, so those of a thread use the same; or there is one
  /// while it is tried whether to share steps again.
  func sparseInput(unit: Int) -> SparseInput? { sparse.isEmpty ? nil : sparse[unit % copies] }

  /// Returns where the losses of a panel's samples are added up for a part of the last layer.
  func sums(panel: Int, part: Int) -> UnsafeMutablePointer<Float> {
    sums.start + part * sampleCapacity + panel * width
  }

  /// Returns the loss of a sample, summed over its elements: over those of each part, then the parts.
  func loss(ofSample sample: Int) -> Double {
    var sum = 0.0
    for part in parts[widths.count - 2].indices {
      sum += Double(sums.start[part * sampleCapacity + sample])
    }
    return sum
  }

  /// Returns where the sums over a part of a layer begin, for a panel: `[inputs][width]`.
  func products(_ layer: Int, panel: Int, part: Int) -> UnsafeMutablePointer<Float> {
    products.start + panel * productSize + part * widths[layer] * width
  }

  /// Returns where a worker keeps rows of output gradients for the unit in hand.
  func gradientRows(of worker: Int) -> UnsafeMutablePointer<Float> {
    scratch.start + scratchSize * worker
  }

  /// Returns where a worker keeps the gradients of the unit in hand.
  func gradientScratch(of worker: Int) -> UnsafeMutablePointer<Float> {
    gradientRows(of: worker) + Int(kernelGradientRows)
  }

  func clearPeaks() { peaks.update(repeating: 0) }

  /// The numbers of steps in a pair of cache lines, which is more than a layer has parts.
  private static let stepsInLine = 16

  /// Forgets the sums of the first layer's output gradient: those of a new step are not made.
  func forgetFirstSums() { step += 1 }

  /// Returns where a worker keeps the sums of a part of the first layer's output gradient.
  func firstSums(part: Int, worker: Int) -> UnsafeMutablePointer<Float> {
    firstSums.start + (worker * LayerParts.limit + part) * firstSumSize
  }

  /// Returns whether a worker has yet to make these sums in this step, and takes it that it does.
  func makesFirstSums(part: Int, worker: Int) -> Bool {
    let place = worker * Self.stepsInLine + part
    defer { firstSumSteps[place] = step }
    return firstSumSteps[place] != step
  }

  /// Returns the sums that some worker has made in this step.
  func firstSums(part: Int) -> UnsafeMutablePointer<Float>? {
    (0..<workers).first { firstSumSteps[$0 * Self.stepsInLine + part] == step }
      .map { firstSums(part: part, worker: $0) }
  }
}
