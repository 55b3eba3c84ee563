internal import Kernels

/// A piece of the second half of a step: some of a layer's weights, and some of its biases.
struct GradientUnit {
  let layer: Int

  /// The part of the layer's outputs.
  let part: Int

  /// Inputs of the layer: rows of the part's weights as they lie in memory.
  let rows: Range<Int>

  /// The number of weights in a row: the part's outputs.
  let columns: Int

  /// The outputs whose biases go with them.
  let biases: Range<Int>

  /// How far from the part's first weight the first of these is.
  var offset: Int { rows.lowerBound * columns }

  /// The number of weights.
  var count: Int { rows.count * columns }

  /// Cuts the layers into units of nearly equal work, whole tiles each, large layers first.
  ///
  /// The units of a part are dealt to the threads as the part is in the first half of the step. Small
  /// layers are not cut: of their inputs and output gradients each thread has made a part, and the
  /// more of them share a layer, the more of it is fetched from the others. They come last, for
  /// whoever is done first: between processors far apart an epoch takes 0.32 s so, and 0.35 where
  /// weights of a large layer are left to the end.
  static func all(_ plan: NetworkPlan, _ parts: [[Range<Int>]], workers: Int) -> [GradientUnit] {
    let total = plan.layers.reduce(0) { $0 + $1.inputs * $1.outputs }
    let longest = parts.joined().reduce(0) { max($0, $1.count) }
    let aim = max(total / (32 * workers), min(longest * tile, total / (4 * workers)), 1)
    let size = { plan.layers[$0].inputs * plan.layers[$0].outputs }
    let order = plan.layers.indices.sorted { left, right in
      size(left) == size(right) ? left > right : size(left) > size(right)
    }
    let isSmall = { size($0) < mostUncut * aim }
    return order.flatMap { layer in
      units(
        of: layer,
        inputs: plan.layers[layer].inputs,
        parts[layer],
        aim: isSmall(layer) ? size(layer) : aim
      )
    }
  }

  /// How many times a unit's work is a small layer's at most.
  private static let mostUncut = 3

  /// The rows of weights in a tile of the kernels.
  private static let tile = 6

  /// Cuts a layer into units of about `aim` weights: as many rows of each part.
  private static func units(
    of layer: Int,
    inputs: Int,
    _ parts: [Range<Int>],
    aim: Int
  ) -> [GradientUnit] {
    let widest = parts.reduce(1) { max($0, $1.count) }
    let height = max(roundUp(aim / widest, to: tile), tile)
    let pieces = (inputs + height - 1) / height
    return (0..<pieces).flatMap { piece in
      parts.enumerated().map { part, outputs in
        GradientUnit(
          layer: layer,
          part: part,
          rows: share(0..<inputs, piece, of: pieces),
          columns: outputs.count,
          biases: share(outputs, piece, of: pieces, unit: Int(kernelLaneCount))
        )
      }
    }
  }

  /// Returns one of so many nearly equal pieces of a range, which begins whole units behind its start.
  private static func share(
    _ range: Range<Int>,
    _ piece: Int,
    of pieces: Int,
    unit: Int = 1
  ) -> Range<Int> {
    let start = { (piece: Int) in
      min(range.lowerBound + roundUp(range.count * piece / pieces, to: unit), range.upperBound)
    }
    return start(piece)..<start(piece + 1)
  }
}
