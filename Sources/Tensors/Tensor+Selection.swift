/// Which entries of an axis a subscript selects.
public enum AxisSelection: Equatable, Sendable {
  /// One entry; the axis goes away.
  case entry(Int)
  /// `count` entries from `start` on, `step` apart; the axis stays.
  case slice(start: Int, count: Int, step: Int)

  var start: Int {
    switch self {
    case .entry(let index): index
    case .slice(let start, _, _): start
    }
  }
}

extension Tensor {
  /// Returns the selected entries of the leading axes; axes without a selection stay whole.
  ///
  /// - Precondition: there are no more selections than axes, and each lies within its axis.
  public func selecting(_ selections: [AxisSelection]) -> Tensor {
    let selection = Selection(selections, of: shape)
    return withUnsafeElements { source in
      Tensor(shape: selection.shape) { result in
        var next = 0
        selection.forEachOffset { offset in
          result[next] = source[offset]
          next += 1
        }
      }
    }
  }

  /// Writes values into the selected entries; a tensor of one element fills them all.
  ///
  /// - Precondition: the selection is sound and `values` has its shape or one element.
  public mutating func assign(_ values: Tensor, to selections: [AxisSelection]) {
    let selection = Selection(selections, of: shape)
    precondition(values.count == 1 || values.count == selection.shape.count, "values must fit")
    let step = values.count == 1 ? 0 : 1
    withUnsafeMutableElements { target in
      values.withUnsafeElements { source in
        var next = 0
        selection.forEachOffset { offset in
          target[offset] = source[next]
          next += step
        }
      }
    }
  }
}

/// The flat offsets that selections of a shape's axes stand for, in row-major order.
private struct Selection {
  let shape: Shape
  private let base: Int
  private let steps: [Int]

  init(_ selections: [AxisSelection], of whole: Shape) {
    precondition(selections.count <= whole.rank, "a selection for each axis at most")
    var base = 0
    var extents: [Int] = []
    var steps: [Int] = []
    var stride = whole.dimensions.reduce(1, *)
    for (axis, extent) in whole.dimensions.enumerated() {
      stride = extent == 0 ? 0 : stride / extent
      let selection =
        axis < selections.count ? selections[axis] : .slice(start: 0, count: extent, step: 1)
      base += selection.start * stride
      if case .slice(_, let count, let step) = selection {
        extents.append(count)
        steps.append(step * stride)
      }
    }
    shape = Shape(extents)
    self.base = base
    self.steps = steps
  }

  func forEachOffset(_ body: (Int) -> Void) {
    guard shape.count > 0 else { return }
    var position = [Int](repeating: 0, count: shape.rank)
    var offset = base
    for _ in 0..<shape.count {
      body(offset)
      for axis in shape.dimensions.indices.reversed() {
        position[axis] += 1
        offset += steps[axis]
        if position[axis] < shape[axis] { break }
        offset -= steps[axis] * shape[axis]
        position[axis] = 0
      }
    }
  }
}
