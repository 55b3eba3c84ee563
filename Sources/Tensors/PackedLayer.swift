internal import Kernels

/// The weights of a first layer, those of its dead units apart from the others.
///
/// A rectified unit is dead while its output is zero for every sample: then its weights have no
/// gradient. Inputs most of which are far below zero, as the background of images scaled to [-1, 1]
/// is, kill many units in the first steps: of the tutorial's first layer more than half.
///
/// While they fade, the dead units are updated without a gradient, as what is left of the moments
/// demands. After some hundred steps that changes no bit of a weight or a bias; from then on the units
/// are still, and what the steps would have done to the weights' moments is done when somebody looks.
/// Once all rows of the data have been seen since, there is no need to look whether a row makes one of
/// them live: nothing can have changed. So no bit of a result depends on all this.
///
/// The layer's parts are cut anew: first parts of live units, as many as the layer has otherwise,
/// then as many of dead ones. The live ones are filled up with dead ones to whole vectors.
final class PackedLayer {
  /// The positions of each part, among those of all units.
  let ranges: [Range<Int>]

  /// The number of parts of live units; those of dead ones follow.
  let liveParts: Int

  /// The layer's output at each position; ascending in the live parts, and in the dead ones.
  let outputs: UnsafeMutableBufferPointer<Int32>

  /// The bias of each position.
  let bias: FloatBuffer

  /// Whether the dead units are known to be dead for all rows of the data.
  var isProven = false

  /// The states that have changed since they were copied to where the network keeps them.
  var ahead: Set<ParameterState> = []

  /// The rule of the last step, once its steps leave the dead units as they are; nil while they fade.
  var stillRule: UpdateRule?

  /// The steps for which the dead units have faded.
  var fadingSteps = 0

  /// The weights and biases of the dead units before the last of these steps; empty most of the time.
  var lastLook: [Float] = []

  /// The steps of that rule which the dead units' moments have not made yet.
  var stepsBehind = 0

  /// What `ahead` is after an update.
  static let allStates = Set(ParameterState.allCases)

  private let weights: [FloatBuffer]
  private let weightOffsets: [Int]
  private let blocks: FloatBuffer
  private let blockOffsets: [Int]

  /// Makes room for a layer of so many inputs, of whose units some are live, to be cut into so many
  /// parts of live ones; nil where that would save no vector.
  init?(isLive: [Bool], inputs: Int, parts: Int, capacity: Int) {
    let unit = Int(kernelLaneCount) * parts
    let count = roundUp(max(isLive.count(where: \.self), 1), to: unit)
    guard count + unit <= isLive.count else { return nil }
    var spare = count - isLive.count(where: \.self)
    // Ascending, as the kernels sum over them.
    let order = isLive.indices
    let live = order.filter { output in
      if isLive[output] { return true }
      spare -= 1
      return spare >= 0
    }
    let isPacked = Set(live)
    let dead = order.filter { !isPacked.contains($0) }
    liveParts = parts
    let ranges = [0..<live.count, live.count..<order.count].flatMap {
      LayerParts.cut($0, into: parts)
    }
    self.ranges = ranges
    // SAFETY: a place for each output, initialised here and freed in deinit.
    outputs = .allocate(capacity: order.count)
    _ = outputs.initialize(from: (live + dead).map { Int32($0) })
    bias = FloatBuffer(count: order.count + Int(kernelLaneCount))
    let gap = ranges.count > 2 ? pageFloats : 0
    let weightOffsets = LayerParts.offsets(ranges) {
      roundUp(inputs * $0.count, to: Int(kernelLaneCount)) + gap
    }
    self.weightOffsets = weightOffsets
    let size = weightOffsets[ranges.count] + Int(kernelLaneCount)
    weights = ParameterState.allCases.map { _ in FloatBuffer(count: size) }
    blockOffsets = LayerParts.offsets(Array(ranges.prefix(parts))) {
      roundUp($0.count, to: Int(kernelPanelWidth)) * capacity
    }
    blocks = FloatBuffer(count: blockOffsets[parts])
  }

  deinit { outputs.deallocate() }

  /// The parts that a forward product is needed for.
  var forwardParts: Int { isProven ? liveParts : ranges.count }

  /// The parts that have a gradient or are updated.
  var updatedRanges: [Range<Int>] {
    Array(stillRule == nil ? ranges[...] : ranges.prefix(liveParts))
  }

  /// Which units lie in the live parts.
  var isLive: [Bool] {
    var isLive = Array(repeating: true, count: outputs.count)
    for output in deadOutputs { isLive[Int(output)] = false }
    return isLive
  }

  /// The parts of dead units.
  var deadParts: Range<Int> { liveParts..<ranges.count }

  /// The outputs whose units are dead.
  var deadOutputs: UnsafeMutableBufferPointer<Int32>.SubSequence {
    outputs[ranges[liveParts].lowerBound...]
  }

  /// The weights and the bias of one dead unit after another.
  func deadParameters(inputs: Int) -> [Float] {
    deadParts.flatMap { part in
      let range = ranges[part]
      let start = weights(.value, part: part)
      return range.indices.flatMap { position in
        let column = position - range.lowerBound
        return (0..<inputs).map { start[$0 * range.count + column] } + [bias.start[position]]
      }
    }
  }

  /// Returns where the weights of a part begin, `[inputs, units of the part]`.
  func weights(_ state: ParameterState, part: Int) -> UnsafeMutablePointer<Float> {
    weights[state.rawValue].start + weightOffsets[part]
  }

  /// Returns the outputs of a part.
  func outputs(ofPart part: Int) -> UnsafePointer<Int32>? {
    outputs.baseAddress.map { UnsafePointer($0 + ranges[part].lowerBound) }
  }

  /// Returns where the row blocks of a live part's output gradient begin.
  func blocks(part: Int) -> UnsafeMutablePointer<Float> { blocks.start + blockOffsets[part] }

  /// Copies a number for each output to its position.
  func place(_ source: UnsafePointer<Float>, in target: FloatBuffer) {
    for (position, output) in outputs.enumerated() { target.start[position] = source[Int(output)] }
  }
}
