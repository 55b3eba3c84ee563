internal import Language
internal import Tensors

/// A sequence that a `for` walks through by index.
struct Sequence {
  let count: Int
  let element: (Int) -> Value
}

extension Evaluator {
  /// Returns the elements of a value that can be walked through.
  func elements(of value: Value, at range: SourceRange) throws(Unwind) -> Sequence {
    switch value {
    case .range(let range): Sequence(count: range.count) { .integer(range.lowerBound + $0) }
    case .list(let list): Sequence(count: list.elements.count) { list.elements[$0] }
    case .string(let text):
      { scalars in Sequence(count: scalars.count) { .string(String(scalars[$0])) } }(
        Array(text.unicodeScalars)
      )
    case .tensor(let tensor) where tensor.shape.rank > 0:
      Sequence(count: tensor.shape[0]) { .tensor(tensor.selecting([.entry($0)])) }
    case .view(let view):
      Sequence(count: view.shape[0]) { .tensor(view.rows($0..<$0 + 1).selecting([.entry(0)])) }
    default:
      throw failure(
        .type,
        "'for' needs a range, a list, a string or a tensor, not \(value.kindPhrase)",
        at: range
      )
    }
  }

  func element(of value: Value, _ subscripts: [Subscript], at range: SourceRange) throws(Unwind)
    -> Value
  {
    switch value {
    case .tensor(let tensor):
      return .tensor(tensor.selecting(try selections(subscripts, of: tensor.shape, at: range)))
    case .view(let view): return try element(of: view, subscripts, at: range)
    case .list(let list):
      return switch try selection(subscripts, count: list.elements.count, of: value, at: range) {
      case .entry(let index): list.elements[index]
      case let slice:
        try located(range) { () throws(Diagnostic) in
          try Value.list(of: slice.indices.map { list.elements[$0] })
        }
      }
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      let selection = try selection(subscripts, count: scalars.count, of: value, at: range)
      var result = String.UnicodeScalarView()
      result.append(contentsOf: selection.indices.map { scalars[$0] })
      return .string(String(result))
    case .range(let values):
      return switch try selection(subscripts, count: values.count, of: value, at: range) {
      case .entry(let index): .integer(values.lowerBound + index)
      case let slice:
        try located(range) { () throws(Diagnostic) in
          try Value.list(of: slice.indices.map { .integer(values.lowerBound + $0) })
        }
      }
    default:
      throw failure(.type, "\(value.kindPhrase) has no elements to select", at: range)
    }
  }

  /// Reads only the rows that the first subscript selects.
  private func element(of view: TensorView, _ subscripts: [Subscript], at range: SourceRange)
    throws(Unwind) -> Value
  {
    var selections = try selections(subscripts, of: view.shape, at: range)
    let rows = selections[0].indices
    guard let low = rows.min(), let high = rows.max() else {
      let empty = Tensor(shape: Shape([0] + view.shape.dimensions.dropFirst()), scalars: [])
      return .tensor(empty.selecting(selections))
    }
    let part = view.rows(low..<high + 1)
    switch selections[0] {
    case .entry: selections[0] = .entry(0)
    case .slice(let start, let count, let step):
      selections[0] = .slice(start: start - low, count: count, step: step)
    }
    return .tensor(part.selecting(selections))
  }

  func assign(_ target: Target, _ operation: BinaryOperator?, _ expression: Expression)
    throws(Unwind)
  {
    let value = try evaluate(expression)
    let name = target.variable.name
    guard let old = scope[name] else {
      if catalog.builtins[name] != nil {
        throw failure(
          .name,
          "'\(name.text)' is built in and cannot be assigned to",
          at: target.variable.range,
          hint: "use 'let \(name.text) = …' to make a variable of that name"
        )
      }
      throw failure(
        .name,
        "unknown variable '\(name.text)'",
        at: target.variable.range,
        hint: "use 'let \(name.text) = \(source.text(expression.range))'"
      )
    }
    var new = value
    if let operation {
      let part = try target.subscripts.isEmpty ? old : element(at: target, of: old)
      new = try located(target.range.extended(to: expression.range)) { () throws(Diagnostic) in
        try Operators.apply(operation, part, value, budget: session.budget)
      }
    }
    let assigned = new
    _ = try scope.modify(name) { (variable: inout Value) throws(Unwind) in
      variable = try replacing(
        target.subscripts[...],
        of: variable,
        with: assigned,
        at: target.range
      )
    }
  }

  private func element(at target: Target, of value: Value) throws(Unwind) -> Value {
    var value = value
    for subscripts in target.subscripts {
      value = try element(of: value, subscripts, at: target.range)
    }
    return value
  }

  /// Returns a value with the element that the subscripts name replaced.
  private func replacing(
    _ path: ArraySlice<[Subscript]>,
    of container: Value,
    with value: Value,
    at range: SourceRange
  ) throws(Unwind) -> Value {
    guard let subscripts = path.first else { return value }
    switch container {
    case .list(let list):
      let selection = try selection(
        subscripts,
        count: list.elements.count,
        of: container,
        at: range
      )
      guard case .entry(let index) = selection else {
        throw failure(.type, "a list's elements are replaced one at a time", at: range)
      }
      var elements = list.elements
      elements[index] = try replacing(path.dropFirst(), of: elements[index], with: value, at: range)
      return try located(range) { () throws(Diagnostic) in try Value.list(of: elements) }
    case .tensor(var tensor):
      guard path.count == 1 else {
        throw failure(.type, "a tensor's elements are set by one pair of brackets", at: range)
      }
      let selections = try selections(subscripts, of: tensor.shape, at: range)
      guard let operand = value.operand else {
        throw failure(.type, "a tensor's elements are numbers, not \(value.kindPhrase)", at: range)
      }
      let shape = tensor.selecting(selections).shape
      guard operand.count == 1 || operand.shape.broadcast(with: shape) == shape else {
        throw failure(
          .shape,
          "values of shape \(operand.shape) do not fit elements of shape \(shape)",
          at: range
        )
      }
      let fitting =
        operand.count == 1
        ? operand
        : operand.combined(with: Tensor(shape: shape, repeating: 0), as: shape) { a, _ in a }
      tensor.assign(fitting, to: selections)
      return .tensor(tensor)
    case .view: throw failure(.type, "the data cannot be assigned to", at: range)
    default:
      throw failure(.type, "\(container.kindPhrase) has no elements to set", at: range)
    }
  }

  private func selection(
    _ subscripts: [Subscript],
    count: Int,
    of value: Value,
    at range: SourceRange
  ) throws(Unwind) -> AxisSelection {
    guard subscripts.count == 1 else {
      throw failure(.index, "\(value.kindPhrase) has one axis, not \(subscripts.count)", at: range)
    }
    return try selection(subscripts[0], extent: count, axis: nil)
  }

  private func selections(_ subscripts: [Subscript], of shape: Shape, at range: SourceRange)
    throws(Unwind) -> [AxisSelection]
  {
    guard subscripts.count <= shape.rank else {
      throw failure(
        .index,
        "a tensor of shape \(shape) has \(shape.rank) axes, not \(subscripts.count)",
        at: range
      )
    }
    var result: [AxisSelection] = []
    for (axis, entry) in subscripts.enumerated() {
      result.append(try selection(entry, extent: shape[axis], axis: axis))
    }
    return result
  }

  private func selection(_ entry: Subscript, extent: Int, axis: Int?) throws(Unwind)
    -> AxisSelection
  {
    let place = axis.map { " of axis \($0)" } ?? ""
    switch entry {
    case .index(let expression):
      let index = try wholeNumber(expression, for: "an index")
      guard (-extent..<extent).contains(index) else {
        throw failure(
          .index,
          "index \(index) is out of range\(place), whose size is \(extent)",
          at: expression.range
        )
      }
      return .entry(index < 0 ? index + extent : index)
    case .slice(let lower, let upper, let step, let range):
      let step = try step.map { (e) throws(Unwind) in try wholeNumber(e, for: "a step") } ?? 1
      guard step != 0, step != Int.min else {
        throw failure(.value, "a slice's step must not be \(step)", at: range)
      }
      let low = try lower.map { (e) throws(Unwind) in try wholeNumber(e, for: "a slice's start") }
      let high = try upper.map { (e) throws(Unwind) in try wholeNumber(e, for: "a slice's end") }
      return AxisSelection(from: low, to: high, step: step, extent: extent)
    }
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
  fileprivate var indices: [Int] {
    switch self {
    case .entry(let index): [index]
    case .slice(let start, let count, let step): (0..<count).map { start + $0 * step }
    }
  }
}
