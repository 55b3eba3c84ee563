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
  /// Once `stop` says so, the rest of the result is left as it is.
  ///
  /// - Precondition: there are no more selections than axes, and each lies within its axis.
  public func selecting(_ selections: [AxisSelection], stop: () -> Bool = { false }) -> Tensor {
    StridedWalk(selections, of: shape).gathered(from: self, stop: stop)
  }

  /// Writes values into the selected entries; a tensor of one element fills them all.
  ///
  /// - Precondition: the selection is sound and `values` has its shape or one element.
  public mutating func assign(_ values: Tensor, to selections: [AxisSelection]) {
    let walk = StridedWalk(selections, of: shape)
    precondition(values.count == 1 || values.count == walk.shape.count, "values must fit")
    let step = values.count == 1 ? 0 : 1
    withUnsafeMutableElements { target in
      values.withUnsafeElements { source in
        walk.forEachRun(stop: { false }) { run in
          for index in 0..<run.count {
            target[run.offset + index * run.step] = source[(run.done + index) * step]
          }
        }
      }
    }
  }
}

extension StridedWalk {
  /// Creates the walk over the entries that are selected of a whole array of a shape.
  fileprivate init(_ selections: [AxisSelection], of whole: Shape) {
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
    self.init(shape: Shape(extents), base: base, steps: steps)
  }
}
