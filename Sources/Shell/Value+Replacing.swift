internal import Language
internal import Tensors

extension Value {
  /// Returns whether adding another value makes a text or a list longer.
  func grows(by other: Value) -> Bool {
    switch (self, other) {
    case (.string, .string), (.list, .list): true
    default: false
    }
  }

  /// Adds a list to the end of a list, or a text to the end of a text.
  ///
  /// - Precondition: both are lists, or both are texts.
  mutating func append(_ other: Value, budget: MemoryBudget) throws(Diagnostic) {
    switch other {
    case .string(let end):
      try modifyString { (text: inout String) throws(Diagnostic) in
        let count = text.utf8.count
        try budget.requireText(count + end.utf8.count, grownFrom: count)
        text += end
      }
    case .list(let end):
      try modifyList { (list: inout List) throws(Diagnostic) in
        let count = list.elements.count
        try budget.requireList(count + end.elements.count, grownFrom: count)
        list.append(end)
      }
    default: preconditionFailure("only lists and texts grow")
    }
  }

  /// Replaces the element that a path of indices leads to; on an error nothing changes.
  mutating func replaceElement(
    at path: ArraySlice<IndexList>,
    with value: Value,
    budget: MemoryBudget
  ) throws(Unwind) {
    guard let list = path.first else {
      self = value
      return
    }
    // A switch over the value itself would hold a copy of it meanwhile.
    switch container {
    case .list:
      guard path.count + value.depth <= List.maximumDepth else {
        throw list.place.failure(.limit, "lists nest at most \(List.maximumDepth) deep")
      }
      try modifyList { (elements: inout List) throws(Unwind) in
        let selection = try list.selection(count: elements.elements.count, of: "a list")
        guard case .entry(let index) = selection else {
          throw list.place.failure(.type, "a list's elements are replaced one at a time")
        }
        try elements.modify(index) { (element: inout Value) throws(Unwind) in
          try element.replaceElement(at: path.dropFirst(), with: value, budget: budget)
        }
      }
    case .tensor:
      guard path.count == 1 else {
        throw list.place.failure(.type, "a tensor's elements are set by one pair of brackets")
      }
      try modifyTensor { (tensor: inout Tensor) throws(Unwind) in
        let selections = try list.selections(of: tensor.shape)
        let fitting = try Self.fitting(value, to: selections, of: tensor.shape, at: list.place)
        // Values left half made, as those of a large view may be, replace nothing.
        if budget.isSpent() { throw list.place.failure(.interrupted, "interrupted") }
        tensor.assign(fitting, to: selections)
      }
    case .view: throw list.place.failure(.type, "the data cannot be assigned to")
    case nil: throw list.place.failure(.type, "\(kindPhrase) has no elements to set")
    }
  }

  /// Returns a value as a tensor that fills the selected elements.
  private static func fitting(
    _ value: Value,
    to selections: [AxisSelection],
    of shape: Shape,
    at place: Place
  ) throws(Unwind) -> Tensor {
    let operand: Tensor
    switch value {
    case .integer, .float, .tensor, .view, .list:
      operand = try place.located { () throws(Diagnostic) in
        try BuiltinArguments.tensor(value, of: "tensor")
      }
    default:
      throw place.failure(.type, "a tensor's elements are numbers, not \(value.kindPhrase)")
    }
    let selected = Shape(
      shape.dimensions.indices.compactMap { axis in
        guard axis < selections.count else { return shape[axis] }
        return switch selections[axis] {
        case .entry: nil
        case .slice(_, let count, _): count
        }
      }
    )
    // As NumPy does, leading axes of extent 1 are left out.
    let kept = operand.shape.dimensions.drop { $0 == 1 }
    let trimmed = operand.reshaped(to: Shape(Array(kept)))
    guard operand.count != 1 else { return operand }
    guard trimmed.shape.broadcast(with: selected) == selected else {
      throw place.failure(
        .shape,
        "values of shape \(operand.shape) do not fit elements of shape \(selected)"
      )
    }
    guard trimmed.shape != selected else { return trimmed }
    return trimmed.combined(with: Tensor(shape: selected, repeating: 0), as: selected) { a, _ in a }
  }
}

/// Changes of what a value holds, in place: while `body` runs nothing else refers to it, so that it
/// is not copied.
extension Value {
  private enum Container {
    case list, tensor, view
  }

  private var container: Container? {
    switch self {
    case .list: .list
    case .tensor: .tensor
    case .view: .view
    default: nil
    }
  }

  private mutating func modifyList<E: Error>(_ body: (inout List) throws(E) -> Void) throws(E) {
    guard var list = List(taking: take()) else { return }
    defer { self = .list(list) }
    try body(&list)
  }

  private mutating func modifyString<E: Error>(_ body: (inout String) throws(E) -> Void) throws(E) {
    guard var text = String(taking: take()) else { return }
    defer { self = .string(text) }
    try body(&text)
  }

  private mutating func modifyTensor<E: Error>(_ body: (inout Tensor) throws(E) -> Void) throws(E) {
    guard var tensor = Tensor(taking: take()) else { return }
    defer { self = .tensor(tensor) }
    try body(&tensor)
  }

  /// Leaves nil and hands over what was there.
  private mutating func take() -> Value {
    var taken = Value.none
    swap(&self, &taken)
    return taken
  }
}

extension List {
  fileprivate init?(taking value: consuming Value) {
    guard case .list(let list) = value else { return nil }
    self = list
  }
}

extension String {
  fileprivate init?(taking value: consuming Value) {
    guard case .string(let text) = value else { return nil }
    self = text
  }
}

extension Tensor {
  fileprivate init?(taking value: consuming Value) {
    guard case .tensor(let tensor) = value else { return nil }
    self = tensor
  }
}
