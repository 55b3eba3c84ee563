public import Language
public import Tensors

/// Reads the arguments of a built-in function and says what is wrong with them.
public enum BuiltinArguments {
  /// Returns a tensor: a tensor as it is, a number as rank 0, nested lists of numbers.
  public static func tensor(_ value: Value, of function: String) throws(Diagnostic) -> Tensor {
    try tensor(value, for: function + "()")
  }

  /// Returns a value as a tensor in the same way, for a command or an operator.
  public static func tensor(_ value: Value, for title: String) throws(Diagnostic) -> Tensor {
    if let tensor = value.operand { return tensor }
    if case .range(let range) = value {
      let shape: Shape = [range.count]
      try MemoryBudget.system.require(shape)
      return Tensor(shape: shape) { elements in
        for index in elements.indices { elements[index] = Float(range.lowerBound + index) }
      }
    }
    guard case .list = value else {
      throw Diagnostic(.type, "\(title) needs a tensor or a number, not \(value.kindPhrase)")
    }
    var scalars: [Float] = []
    var extents: [Int] = []
    try flatten(value, depth: 0, into: &scalars, &extents, for: title)
    return Tensor(shape: Shape(extents), scalars: scalars)
  }

  private static func flatten(
    _ value: Value,
    depth: Int,
    into scalars: inout [Float],
    _ extents: inout [Int],
    for title: String
  ) throws(Diagnostic) {
    guard case .list(let list) = value else {
      guard let tensor = value.operand else {
        throw Diagnostic(.type, "\(title) needs numbers, not \(value.kindPhrase)")
      }
      if scalars.isEmpty, depth == extents.count { extents += tensor.shape.dimensions }
      guard depth <= extents.count, Array(extents[depth...]) == tensor.shape.dimensions else {
        throw Diagnostic(.shape, "\(title) needs rows of equal length")
      }
      scalars += tensor.scalars
      return
    }
    if depth == extents.count, scalars.isEmpty { extents.append(list.elements.count) }
    guard depth < extents.count, extents[depth] == list.elements.count else {
      throw Diagnostic(.shape, "\(title) needs rows of equal length")
    }
    for element in list.elements {
      try flatten(element, depth: depth + 1, into: &scalars, &extents, for: title)
    }
  }

  /// Returns a whole number.
  public static func integer(_ value: Value, _ name: String, of function: String)
    throws(Diagnostic) -> Int
  {
    if let number = value.wholeNumber { return number }
    let found = value.number == nil ? value.kindPhrase : value.literal
    throw Diagnostic(
      value.number == nil ? .type : .value,
      "\(function)() needs an integer for '\(name)', not \(found)"
    )
  }

  /// Returns a number.
  public static func number(_ value: Value, _ name: String, of function: String)
    throws(Diagnostic) -> Double
  {
    if let number = value.number { return number }
    throw Diagnostic(.type, "\(function)() needs a number for '\(name)', not \(value.kindPhrase)")
  }

  /// Returns a text.
  public static func string(_ value: Value, _ name: String, of function: String)
    throws(Diagnostic) -> String
  {
    if case .string(let text) = value { return text }
    throw Diagnostic(.type, "\(function)() needs a string for '\(name)', not \(value.kindPhrase)")
  }

  /// Returns an axis of a tensor as an index from 0, nil for `nil`.
  public static func axis(_ value: Value, of shape: Shape, in function: String)
    throws(Diagnostic) -> Int?
  {
    if case .none = value { return nil }
    let axis = try integer(value, "axis", of: function)
    guard (-shape.rank..<shape.rank).contains(axis) else {
      throw Diagnostic(
        .index,
        "axis \(axis) is out of range for a tensor of shape \(shape), which has \(shape.rank) axes"
      )
    }
    return axis < 0 ? axis + shape.rank : axis
  }

  /// Returns values given one by one or as one list.
  static func listed(_ values: ArraySlice<Value>) -> [Value] {
    if values.count == 1, case .list(let list)? = values.first { return list.elements }
    return Array(values)
  }

  /// Returns extents, one of which may be -1, with that one worked out for the elements of a tensor.
  static func extents(_ values: [Value], filling shape: Shape) throws(Diagnostic) -> [Value] {
    var extents = listed(values[...])
    let open = extents.indices.filter { extents[$0].wholeNumber == -1 }
    guard let place = open.first else { return extents }
    guard open.count == 1 else {
      throw Diagnostic(.value, "reshape() can work out one extent of -1, not \(open.count)")
    }
    var known = 1
    for (index, value) in extents.enumerated() where index != place {
      let extent = try integer(value, "shape", of: "reshape")
      known = known.multipliedReportingOverflow(by: max(extent, 0)).partialValue
    }
    guard known > 0, shape.count % known == 0 else {
      let text = "[" + extents.map(\.literal).joined(separator: ", ") + "]"
      throw Diagnostic(.shape, "a tensor of shape \(shape) cannot be reshaped to \(text)")
    }
    extents[place] = .integer(shape.count / known)
    return extents
  }

  /// Returns the shape that integers, or one list of integers, describe; its memory is asked for.
  public static func shape(_ values: [Value], of function: String, budget: MemoryBudget)
    throws(Diagnostic) -> Shape
  {
    var extents: [Int] = []
    for value in listed(values[...]) {
      let extent = try integer(value, "shape", of: function)
      guard extent >= 0 else {
        throw Diagnostic(.value, "\(function)() needs extents of at least 0, not \(extent)")
      }
      extents.append(extent)
    }
    let text = "[" + extents.map(String.init).joined(separator: ", ") + "]"
    guard let shape = Shape(checking: extents) else {
      throw Diagnostic(.limit, "a tensor of shape \(text) has more elements than fit in 64 bits")
    }
    try budget.require(shape.count, of: MemoryLayout<Float>.stride, for: "a tensor of \(text)")
    return shape
  }
}
