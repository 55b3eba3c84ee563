internal import Kernels

/// A piece of the second half of a step: some of a layer's weights, and some of its biases.
struct GradientUnit {
  let layer: Int

  /// The part of the layer's outputs.
  let part: Int

  /// Inputs of the layer: rows of the part's weights as they lie in memory.
  let rows: Range<Int>

  /// Outputs of the part, counted from its first one: columns of its weights.
  let columns: Range<Int>

  /// The layer's output in the first of these columns; where the layer is packed, its position.
  let firstOutput: Int

  /// The number of outputs of the part: how far two rows are apart.
  let stride: Int

  /// The columns whose biases go with the unit's weights: its own, in the unit with their first row.
  var biases: Range<Int> {
    rows.lowerBound == 0 ? columns : columns.lowerBound..<columns.lowerBound
  }

  /// How far from the part's first weight the first of these is.
  var offset: Int { rows.lowerBound * stride + columns.lowerBound }

  /// The number of weights.
  var count: Int { rows.count * columns.count }

  /// Cuts the layers into units of nearly equal work, whole tiles each, large layers first.
  ///
  /// The units of a part are dealt to the threads as the part is in the first half of the step. Small
  /// layers are not cut: of their inputs and output gradients each thread has made a part, and the
  /// more of them share a layer, the more of it is fetched from the others. They come last, for
  /// whoever is done first: between processors far apart an epoch takes 0.32 s so, and 0.35 where
  /// weights of a large layer are left to the end.
  ///
  /// A layer whose output gradient is copied as a whole is cut by its inputs alone: so its weights lie
  /// together, and lists of inputs are walked once for all outputs of a part.
  static func all(
    _ plan: NetworkPlan,
    _ parts: [[Range<Int>]],
    workers: Int,
    areCopied: [Bool]
  ) -> [GradientUnit] {
    let total = plan.layers.reduce(0) { $0 + $1.inputs * $1.outputs }
    let aim = max(total / (32 * workers), 1)
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
        by: isSmall(layer) ? .nothing : areCopied[layer] ? .rows(aim) : .tiles(aim)
      )
    }
  }

  /// How many times a unit's work is a small layer's at most.
  private static let mostUncut = 3

  /// How a layer's part is cut into units.
  private enum Cut {
    /// Not at all.
    case nothing
    /// By its inputs, into units of about so many weights.
    case rows(Int)
    /// By its outputs, as many at a time as the kernel copies to rows of output gradients, which
    /// then serve all inputs from the first-level cache; and by its inputs, where that is more than so
    /// many weights and enough inputs to be worth another copy.
    case tiles(Int)
  }

  /// The rows of weights in a tile of the kernels.
  private static let tile = 6

  /// The fewest inputs that are worth a copy of the output gradients.
  private static let fewestRows = 96

  /// Cuts each part of a layer.
  private static func units(
    of layer: Int,
    inputs: Int,
    _ parts: [Range<Int>],
    by cut: Cut
  ) -> [GradientUnit] {
    let widest = parts.reduce(1) { max($0, $1.count) }
    let across: Int
    let down: Int
    switch cut {
    case .nothing:
      (across, down) = (1, 1)
    case .rows(let aim):
      let height = max(roundUp(aim / widest, to: tile), tile)
      (across, down) = (1, (inputs + height - 1) / height)
    case .tiles(let aim):
      let width = Int(kernelPanelWidth)
      across = (widest + width - 1) / width
      down = max(inputs / max(aim / min(widest, width), fewestRows), 1)
    }
    return (0..<down * across).flatMap { piece in
      parts.enumerated().compactMap { part, outputs in
        let lanes = Int(kernelLaneCount)
        let columns = share(0..<outputs.count, piece % across, of: across, unit: lanes)
        guard !columns.isEmpty else { return nil }
        return GradientUnit(
          layer: layer,
          part: part,
          rows: share(0..<inputs, piece / across, of: down),
          columns: columns,
          firstOutput: outputs.lowerBound + columns.lowerBound,
          stride: outputs.count
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
