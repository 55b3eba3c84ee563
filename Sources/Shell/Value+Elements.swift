internal import Language
internal import Tensors

extension Value {
  /// Returns the elements that indices select.
  func element(at list: IndexList, budget: MemoryBudget) throws(Unwind) -> Value {
    switch self {
    case .tensor(let tensor):
      let selections = try list.selections(of: tensor.shape)
      try list.place.located { () throws(Diagnostic) in
        try budget.require(tensor.count, of: MemoryLayout<Float>.stride, for: "the selection")
      }
      return .tensor(tensor.selecting(selections, stop: budget.isSpent))
    case .view(let view): return try Self.element(of: view, at: list, budget: budget)
    case .list(let elements):
      return switch try list.selection(count: elements.elements.count, of: kindPhrase) {
      case .entry(let index): elements.elements[index]
      case let slice: try Self.list(slice.indices.map { elements.elements[$0] }, at: list.place)
      }
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      var result = String.UnicodeScalarView()
      let selection = try list.selection(count: scalars.count, of: kindPhrase)
      result.append(contentsOf: selection.indices.map { scalars[$0] })
      return .string(String(result))
    case .range(let values):
      let selection = try list.selection(count: values.count, of: kindPhrase)
      if case .entry(let index) = selection { return .integer(values.lowerBound + index) }
      guard case .slice(_, let count, _) = selection else { return .none }
      try list.place.located { () throws(Diagnostic) in
        try budget.requireList(count)
      }
      let elements = selection.indices.map { Value.integer(values.lowerBound + $0) }
      return try Self.list(elements, at: list.place)
    default:
      throw list.place.failure(.type, "\(kindPhrase) has no elements to select")
    }
  }

  /// Reads only the rows that the first index selects.
  private static func element(of view: TensorView, at list: IndexList, budget: MemoryBudget)
    throws(Unwind) -> Value
  {
    var selections = try list.selections(of: view.shape)
    let rows = selections[0].indices
    guard let low = rows.min(), let high = rows.max() else {
      let empty = Tensor(shape: Shape([0] + view.shape.dimensions.dropFirst()), scalars: [])
      return .tensor(empty.selecting(selections))
    }
    let width = view.shape.dimensions.dropFirst().reduce(1, *)
    try list.place.located { () throws(Diagnostic) in
      try budget.require(
        (high - low + 1) * width,
        of: MemoryLayout<Float>.stride,
        for: "the selection"
      )
    }
    let part = view.rows(low..<high + 1)
    switch selections[0] {
    case .entry: selections[0] = .entry(0)
    case .slice(let start, let count, let step):
      selections[0] = .slice(start: start - low, count: count, step: step)
    }
    return .tensor(part.selecting(selections, stop: budget.isSpent))
  }

  private static func list(_ elements: [Value], at place: Place) throws(Unwind) -> Value {
    try place.located { () throws(Diagnostic) in try Value.list(of: elements) }
  }
}
