internal import Language
internal import Tensors

/// What stands between two commas of a subscript, evaluated.
struct Index {
  enum Kind {
    case entry(Int)
    case slice(from: Int?, to: Int?, step: Int)
  }

  let kind: Kind
  let place: Place

  /// Returns what it selects of an axis; `axis` is nil where there is only one.
  func selection(extent: Int, axis: Int?) throws(Unwind) -> AxisSelection {
    switch kind {
    case .entry(let index):
      guard (-extent..<extent).contains(index) else {
        let which = axis.map { " of axis \($0)" } ?? ""
        throw place.failure(
          .index,
          "index \(index) is out of range\(which), whose size is \(extent)"
        )
      }
      return .entry(index < 0 ? index + extent : index)
    case .slice(let low, let high, let step):
      return AxisSelection(from: low, to: high, step: step, extent: extent)
    }
  }
}

/// The indices between one pair of brackets.
struct IndexList {
  let indices: [Index]
  let place: Place

  /// Returns what is selected of something with one axis; `kind` is its name with an article.
  func selection(count: Int, of kind: @autoclosure () -> String) throws(Unwind) -> AxisSelection {
    guard indices.count == 1 else {
      throw place.failure(.index, "\(kind()) has one axis, not \(indices.count)")
    }
    return try indices[0].selection(extent: count, axis: nil)
  }

  /// Returns what is selected of each of the leading axes of a tensor.
  func selections(of shape: Shape) throws(Unwind) -> [AxisSelection] {
    guard indices.count <= shape.rank else {
      let axes = shape.rank == 1 ? "1 axis" : "\(shape.rank) axes"
      throw place.failure(
        .index,
        "a tensor of shape \(shape) has \(axes), not \(indices.count)"
      )
    }
    var result: [AxisSelection] = []
    for (axis, index) in indices.enumerated() {
      result.append(try index.selection(extent: shape[axis], axis: axis))
    }
    return result
  }
}

extension AxisSelection {
  /// Creates the slice that Python's rules give for an axis of an extent.
  fileprivate init(from low: Int?, to high: Int?, step: Int, extent: Int) {
    let bounds = step > 0 ? (0, extent) : (-1, extent - 1)
    func clamp(_ bound: Int) -> Int {
      let absolute = bound < 0 ? max(bound, -extent - 1) + extent : bound
      return min(max(absolute, bounds.0), bounds.1)
    }
    let start = low.map(clamp) ?? (step > 0 ? bounds.0 : bounds.1)
    let end = high.map(clamp) ?? (step > 0 ? bounds.1 : bounds.0)
    let distance = step > 0 ? end - start : start - end
    let count = distance > 0 ? (distance - 1) / abs(step) + 1 : 0
    self = .slice(start: count == 0 ? 0 : start, count: count, step: step)
  }

  /// The selected entries, in order.
  var indices: [Int] {
    switch self {
    case .entry(let index): [index]
    case .slice(let start, let count, let step): (0..<count).map { start + $0 * step }
    }
  }
}
