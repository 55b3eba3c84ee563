internal import Language
internal import Tensors

/// Functions that arrange a tensor's elements anew.
extension Builtin {
  static let rearrangement = [
    Builtin(
      "flatten",
      [Parameter("x")],
      summary: "Returns all elements as a tensor of one axis.",
      example: "flatten(zeros(2, 3))"
    ) { _, arguments throws(Diagnostic) in
      let tensor = try BuiltinArguments.tensor(arguments[0], of: "flatten")
      return .tensor(tensor.reshaped(to: [tensor.count]))
    },
    Builtin(
      "transpose",
      [Parameter("x")],
      summary: "Returns the tensor with its axes in reverse order.",
      example: "transpose(zeros(2, 3))"
    ) { context, arguments throws(Diagnostic) in
      let tensor = try BuiltinArguments.tensor(arguments[0], of: "transpose")
      let axes = (0..<tensor.shape.rank).reversed()
      return .tensor(tensor.permuted(axes, stop: context.session.budget.isSpent))
    },
    Builtin(
      "permute",
      [Parameter("x")],
      isVariadic: true,
      summary: "Returns the tensor with its axes in the order given.",
      example: "permute(zeros(2, 3, 4), 2, 0, 1)"
    ) { context, arguments throws(Diagnostic) in
      let tensor = try BuiltinArguments.tensor(arguments[0], of: "permute")
      var axes: [Int] = []
      for value in BuiltinArguments.listed(arguments.dropFirst()) {
        guard let axis = try BuiltinArguments.axis(value, of: tensor.shape, in: "permute") else {
          throw Diagnostic(.type, "permute() needs integers for the axes, not nil")
        }
        axes.append(axis)
      }
      guard axes.sorted() == Array(0..<tensor.shape.rank) else {
        throw Diagnostic(
          .value,
          "permute() needs each of the \(tensor.shape.rank) axes once, not \(axes)"
        )
      }
      return .tensor(tensor.permuted(axes, stop: context.session.budget.isSpent))
    },
    Builtin(
      "squeeze",
      [Parameter("x"), Parameter("axis", .none)],
      summary: "Returns the tensor without its axes of extent 1, or without one of them.",
      example: "squeeze(zeros(1, 3))"
    ) { _, arguments throws(Diagnostic) in
      let tensor = try BuiltinArguments.tensor(arguments[0], of: "squeeze")
      var extents = tensor.shape.dimensions
      if let axis = try BuiltinArguments.axis(arguments[1], of: tensor.shape, in: "squeeze") {
        guard extents[axis] == 1 else {
          throw Diagnostic(.shape, "axis \(axis) of the shape \(tensor.shape) is not of extent 1")
        }
        extents.remove(at: axis)
      } else {
        extents.removeAll { $0 == 1 }
      }
      return .tensor(tensor.reshaped(to: Shape(extents)))
    },
    Builtin(
      "unsqueeze",
      [Parameter("x"), Parameter("axis")],
      summary: "Returns the tensor with a further axis of extent 1.",
      example: "unsqueeze(zeros(3), 0)"
    ) { _, arguments throws(Diagnostic) in
      let tensor = try BuiltinArguments.tensor(arguments[0], of: "unsqueeze")
      let axis = try BuiltinArguments.integer(arguments[1], "axis", of: "unsqueeze")
      let rank = tensor.shape.rank + 1
      guard (-rank..<rank).contains(axis) else {
        throw Diagnostic(.index, "axis \(axis) is out of range for a result of \(rank) axes")
      }
      var extents = tensor.shape.dimensions
      extents.insert(1, at: axis < 0 ? axis + rank : axis)
      return .tensor(tensor.reshaped(to: Shape(extents)))
    },
    Builtin(
      "cat",
      [Parameter("tensors"), Parameter("axis", .integer(0))],
      summary: "Returns tensors joined along an axis they have.",
      example: "cat([zeros(2, 3), ones(1, 3)])"
    ) { context, arguments throws(Diagnostic) in
      try joined(arguments, of: "cat", isStack: false, budget: context.session.budget)
    },
    Builtin(
      "stack",
      [Parameter("tensors"), Parameter("axis", .integer(0))],
      summary: "Returns tensors of one shape joined along a new axis.",
      example: "stack([zeros(3), ones(3)])"
    ) { context, arguments throws(Diagnostic) in
      try joined(arguments, of: "stack", isStack: true, budget: context.session.budget)
    },
    Builtin(
      "sort",
      [Parameter("x"), Parameter("axis", .integer(-1))],
      summary: "Returns the elements in rising order along an axis, NaN last.",
      example: "sort(tensor([3, 1, 2]))"
    ) { context, arguments throws(Diagnostic) in
      let stop = context.session.budget.isSpent
      let tensor = try BuiltinArguments.tensor(arguments[0], of: "sort")
      guard tensor.shape.rank > 0,
        let axis = try BuiltinArguments.axis(arguments[1], of: tensor.shape, in: "sort")
      else { return .tensor(tensor) }
      return .tensor(tensor.mapLanes(axis: axis, stop: stop) { RadixSort.sort(&$0, stop: stop) })
    },
    Builtin(
      "topk",
      [Parameter("x"), Parameter("k")],
      summary: "Returns the k largest elements along the last axis, the largest first.",
      example: "topk(tensor([3, 1, 2]), 2)"
    ) { context, arguments throws(Diagnostic) in
      let stop = context.session.budget.isSpent
      let tensor = try BuiltinArguments.tensor(arguments[0], of: "topk")
      let count = try BuiltinArguments.integer(arguments[1], "k", of: "topk")
      let axis = tensor.shape.rank - 1
      guard axis >= 0, (0...tensor.shape[axis]).contains(count) else {
        throw Diagnostic(.value, "topk() cannot take \(count) of a tensor of shape \(tensor.shape)")
      }
      // NaN counts as the largest, as in NumPy's and PyTorch's sorts.
      let sorted = tensor.mapLanes(axis: axis, stop: stop) { RadixSort.sort(&$0, stop: stop) }
      let last = max(tensor.shape[axis] - 1, 0)
      let whole = tensor.shape.dimensions.dropLast().map {
        AxisSelection.slice(start: 0, count: $0, step: 1)
      }
      return .tensor(
        sorted.selecting(whole + [.slice(start: last, count: count, step: -1)], stop: stop)
      )
    },
  ]

  private static func joined(
    _ arguments: [Value],
    of function: String,
    isStack: Bool,
    budget: MemoryBudget
  ) throws(Diagnostic) -> Value {
    guard case .list(let list) = arguments[0], !list.elements.isEmpty else {
      throw Diagnostic(.type, "\(function)() needs a list of tensors")
    }
    var tensors: [Tensor] = []
    for value in list.elements { tensors.append(try BuiltinArguments.tensor(value, of: function)) }
    let first = tensors[0].shape
    let rank = first.rank + (isStack ? 1 : 0)
    let axis = try BuiltinArguments.integer(arguments[1], "axis", of: function)
    guard (-rank..<rank).contains(axis) else {
      throw Diagnostic(.index, "axis \(axis) is out of range for a result of \(rank) axes")
    }
    let position = axis < 0 ? axis + rank : axis
    for tensor in tensors where !fits(tensor.shape, first, except: isStack ? nil : position) {
      throw Diagnostic(.shape, "\(function)() cannot join the shapes \(first) and \(tensor.shape)")
    }
    try budget.require(
      tensors.reduce(0) { $0 + $1.count },
      of: MemoryLayout<Float>.stride,
      for: "the result"
    )
    if isStack {
      tensors = tensors.map { tensor in
        var extents = tensor.shape.dimensions
        extents.insert(1, at: position)
        return tensor.reshaped(to: Shape(extents))
      }
    }
    return .tensor(
      Tensor.concatenating(tensors, axis: position, stop: budget.isSpent)
    )
  }

  /// Returns whether two shapes are equal but for one axis.
  private static func fits(_ shape: Shape, _ other: Shape, except axis: Int?) -> Bool {
    shape.rank == other.rank
      && (0..<shape.rank).allSatisfy { $0 == axis || shape[$0] == other[$0] }
  }
}
