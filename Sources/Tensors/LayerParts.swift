internal import Kernels

/// How the outputs of a network's layers are cut into parts.
///
/// Threads can share a layer by its samples or by its outputs. By samples each thread reads all
/// weights, half of which another one has just updated; by outputs the weights and their moments
/// never leave their thread's cache, but each thread needs the layer's whole input, and the gradient
/// of that input is a sum over the parts. So wide layers are shared by outputs, the others by samples.
///
/// That gradient is the sum of a chain for each part in either case, and the parts depend on the
/// layer's width alone, so no bit depends on how a layer is shared. Over the first layer's outputs
/// nothing is summed: for one thread it stays whole.
///
/// The weights of a part lie together, as `[inputs, outputs of the part]`: what the processor fetches
/// ahead must not be what another thread is about to write. With rows of which each thread updates a
/// part, Adam took five times as long on two cores 500 ns apart.
struct LayerParts {
  /// The parts of each layer's outputs, in order: 1, 2, 4 or 8 of nearly equal width.
  let ranges: [[Range<Int>]]

  /// How far from a layer's first weight those of each part begin; the last number tells how many
  /// floats they take.
  let weightOffsets: [[Int]]

  /// Where each part's row blocks begin, counted in columns, and how many there are.
  let blockColumns: [[Int]]

  private let layers: [LayerPlan]

  /// Cuts the layers of a network that so many threads are to train.
  init(_ plan: NetworkPlan, workers: Int) {
    layers = plan.layers
    let last = plan.layers.count - 1
    let ranges = plan.layers.enumerated().map { index, layer in
      // Nothing is summed over the outputs of the first layer, unless the loss is.
      let isSummed = index > 0 || index == last
      let isWhole = !isSummed && workers == 1
      let count = isWhole ? 1 : Self.count(layer.outputs, isSummed: isSummed)
      return Self.cut(0..<layer.outputs, into: count)
    }
    self.ranges = ranges
    weightOffsets = zip(plan.layers, ranges).map { layer, ranges in
      let gap = ranges.count == 1 ? 0 : pageFloats
      return Self.offsets(ranges) {
        roundUp(layer.inputs * $0.count, to: Int(kernelLaneCount)) + gap
      }
    }
    blockColumns = ranges.map { ranges in
      Self.offsets(ranges) { roundUp($0.count, to: Int(kernelPanelWidth)) }
    }
  }

  /// Returns where each part begins, and where the last one ends, if parts have the sizes given.
  static func offsets(_ ranges: [Range<Int>], _ size: (Range<Int>) -> Int) -> [Int] {
    ranges.reduce(into: [0]) { offsets, range in
      offsets.append(offsets[offsets.count - 1] + size(range))
    }
  }

  /// The most parts of a layer.
  static let limit = 8

  /// Returns for each layer whether `workers` threads share it by its parts when batches have
  /// `capacity` samples.
  func areShared(capacity: Int, workers: Int) -> [Bool] {
    layers.indices.map { layer in
      workers > 1 && ranges[layer].count > 1
        && Self.sharingPays(layers[layer], isFirst: layer == 0, capacity: capacity)
    }
  }

  /// Returns for each layer whether its output gradient is copied to row blocks as a whole.
  ///
  /// Those of other layers are copied piece by piece, when the gradients of some weights are made of
  /// them. But then these weights lie apart, and where they come from memory, as those of a large layer
  /// do, updating them takes half as long again.
  func areCopied(isSparse: Bool) -> [Bool] {
    layers.enumerated().map { index, layer in
      index == 0 && isSparse || layer.inputs * layer.outputs >= Self.fewestCopied
    }
  }

  /// The weights of a layer that is copied.
  private static let fewestCopied = 131_072

  /// Returns in how many parts outputs are cut, over which something is summed or nothing: a power of
  /// two, so that two, four or eight threads have as many each.
  static func count(_ outputs: Int, isSummed: Bool) -> Int {
    let most = isSummed ? outputs / 384 : max(outputs / 128, min(outputs / 64, 2))
    var count = 1
    while 2 * count <= min(most, limit) { count *= 2 }
    return count
  }

  /// Cuts outputs into parts, all but the last of which are multiples of 8 wide.
  static func cut(_ outputs: Range<Int>, into count: Int) -> [Range<Int>] {
    let start = { (part: Int) in
      part == count
        ? outputs.upperBound
        : outputs.lowerBound + roundUp(outputs.count * part / count, to: 8)
    }
    return (0..<count).map { start($0)..<start($0 + 1) }
  }

  /// Whether fewer floats go from one thread's cache to the other's if a layer is shared by outputs.
  ///
  /// By samples these are the weights, which one reads after and before the other changes them, and
  /// half of the batch's inputs and output gradients, of which the weights' gradients are made. By
  /// outputs they are the inputs and, but for the first layer, the sums of the inputs' gradients,
  /// which are written and then read; in the first layer also the outputs and their gradients, which
  /// the next layer's threads make.
  private static func sharingPays(_ layer: LayerPlan, isFirst: Bool, capacity: Int) -> Bool {
    let weights = layer.inputs * layer.outputs
    // Each shared layer costs the threads a meeting or two.
    guard weights >= 32_768 else { return false }
    let bySamples = 2 * weights + capacity * (layer.inputs + layer.outputs) / 2
    let byOutputs = capacity * (isFirst ? layer.inputs + 2 * layer.outputs : 3 * layer.inputs)
    return byOutputs < bySamples
  }
}
