internal import Glibc
internal import Language
internal import Tensors

/// The operators' meaning for each kind of value.
enum Operators {
  static func apply(_ operation: UnaryOperator, to value: Value, budget: MemoryBudget)
    throws(Diagnostic) -> Value
  {
    switch (operation, value) {
    case (.not, .bool(let bool)): return .bool(!bool)
    case (.minus, .integer(let integer)):
      let (result, overflow) = 0.subtractingReportingOverflow(integer)
      guard !overflow else { throw overflowed("-", [value]) }
      return .integer(result)
    case (.minus, .float(let float)): return .float(-float)
    case (.minus, .tensor(let tensor)):
      try budget.require(tensor.shape)
      return .tensor(tensor.map(stop: budget.isSpent) { -$0 })
    case (.minus, .view(let view)):
      try budget.require(view.shape)
      return .tensor(view.expanded().map(stop: budget.isSpent) { -$0 })
    case (.not, _): throw Diagnostic(.type, "'not' needs a bool, not \(value.kindPhrase)")
    case (.minus, _): throw Diagnostic(.type, "'-' needs a number, not \(value.kindPhrase)")
    }
  }

  static func apply(
    _ operation: BinaryOperator,
    _ left: Value,
    _ right: Value,
    budget: MemoryBudget
  ) throws(Diagnostic) -> Value {
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return try integers(operation, a, b)
    case (.float(let a), .float(let b)): return try floats(operation, a, b)
    case (.integer(let a), .float(let b)): return try floats(operation, Double(a), b)
    case (.float(let a), .integer(let b)): return try floats(operation, a, Double(b))
    case (.string(let a), .string(let b)) where operation == .plus:
      try budget.requireText(a.utf8.count + b.utf8.count)
      return .string(a + b)
    case (.list(let a), .list(let b)) where operation == .plus:
      try budget.requireList(a.elements.count + b.elements.count)
      return try .list(of: a.elements + b.elements)
    default: return try tensors(operation, left, right, budget: budget)
    }
  }

  private static func integers(_ operation: BinaryOperator, _ a: Int, _ b: Int) throws(Diagnostic)
    -> Value
  {
    let checked: (partialValue: Int, overflow: Bool)
    switch operation {
    case .plus: checked = a.addingReportingOverflow(b)
    case .minus: checked = a.subtractingReportingOverflow(b)
    case .times: checked = a.multipliedReportingOverflow(by: b)
    case .divide: return .float(Double(a) / Double(b))
    case .floorDivide, .remainder:
      guard b != 0 else { throw Diagnostic(.arithmetic, "division of \(a) by zero") }
      // The least integer divided by -1 does not fit; its remainder is 0 all the same.
      let (quotient, overflow) = a.dividedReportingOverflow(by: b)
      if overflow, operation == .remainder { return .integer(0) }
      let remainder = overflow ? 0 : a % b
      let isBelow = remainder != 0 && (remainder < 0) != (b < 0)
      if operation == .remainder { return .integer(isBelow ? remainder + b : remainder) }
      checked = (isBelow ? quotient - 1 : quotient, overflow)
    case .power:
      guard b >= 0 else { return .float(pow(Double(a), Double(b))) }
      checked = power(a, b)
    case .matrixMultiply, .and, .or: throw mismatch(operation, .integer(a), .integer(b))
    }
    guard !checked.overflow else {
      throw overflowed(operation.rawValue, [.integer(a), .integer(b)])
    }
    return .integer(checked.partialValue)
  }

  /// Raises to a power that is not negative, by squaring.
  private static func power(_ base: Int, _ exponent: Int) -> (partialValue: Int, overflow: Bool) {
    var result = 1
    var square = base
    var rest = exponent
    while rest > 0 {
      if rest & 1 == 1 {
        let (product, overflow) = result.multipliedReportingOverflow(by: square)
        if overflow { return (0, true) }
        result = product
      }
      rest >>= 1
      if rest > 0 {
        let (product, overflow) = square.multipliedReportingOverflow(by: square)
        if overflow { return (0, true) }
        square = product
      }
    }
    return (result, false)
  }

  private static func floats(_ operation: BinaryOperator, _ a: Double, _ b: Double)
    throws(Diagnostic) -> Value
  {
    guard let function: (Double, Double) -> Double = scalarFunction(operation) else {
      throw mismatch(operation, .float(a), .float(b))
    }
    return .float(function(a, b))
  }

  private static func scalarFunction(_ operation: BinaryOperator) -> ((Double, Double) -> Double)? {
    switch operation {
    case .plus: { $0 + $1 }
    case .minus: { $0 - $1 }
    case .times: { $0 * $1 }
    case .divide: { $0 / $1 }
    case .floorDivide: { FlooredDivision.quotient($0, $1) }
    case .remainder: { FlooredDivision.remainder($0, $1) }
    case .power: { pow($0, $1) }
    case .matrixMultiply, .and, .or: nil
    }
  }

  private static func tensors(
    _ operation: BinaryOperator,
    _ left: Value,
    _ right: Value,
    budget: MemoryBudget
  ) throws(Diagnostic) -> Value {
    guard left.isTensor || right.isTensor else { throw mismatch(operation, left, right) }
    try budget.requireExpansion(of: left, right)
    guard let a = try left.operand(of: operation.rawValue),
      let b = try right.operand(of: operation.rawValue)
    else { throw mismatch(operation, left, right) }
    if operation == .and || operation == .or { throw mismatch(operation, left, right) }
    return .tensor(try elements(operation, a, b, budget: budget))
  }

  private static func elements(
    _ operation: BinaryOperator,
    _ a: Tensor,
    _ b: Tensor,
    budget: MemoryBudget
  ) throws(Diagnostic) -> Tensor {
    let name = "'\(operation.rawValue)'"
    return switch operation {
    case .plus: try TensorMath.broadcast(a, b, named: name, budget: budget) { $0 + $1 }
    case .minus: try TensorMath.broadcast(a, b, named: name, budget: budget) { $0 - $1 }
    case .times: try TensorMath.broadcast(a, b, named: name, budget: budget) { $0 * $1 }
    case .divide: try TensorMath.broadcast(a, b, named: name, budget: budget) { $0 / $1 }
    case .floorDivide:
      try TensorMath.broadcast(a, b, named: name, budget: budget) {
        FlooredDivision.quotient($0, $1)
      }
    case .remainder:
      try TensorMath.broadcast(a, b, named: name, budget: budget) {
        FlooredDivision.remainder($0, $1)
      }
    case .power where b.scalar == 2:
      try TensorMath.broadcast(a, b, named: name, budget: budget) { base, _ in base * base }
    case .power: try TensorMath.broadcast(a, b, named: name, budget: budget) { powf($0, $1) }
    case .matrixMultiply, .and, .or: throw mismatch(operation, .tensor(a), .tensor(b))
    }
  }

  private static func elements(
    _ comparison: ComparisonOperator,
    _ a: Tensor,
    _ b: Tensor,
    budget: MemoryBudget
  ) throws(Diagnostic) -> Tensor {
    let name = "'\(comparison.rawValue)'"
    return switch comparison {
    case .equal: try TensorMath.broadcast(a, b, named: name, budget: budget) { $0 == $1 ? 1 : 0 }
    case .notEqual: try TensorMath.broadcast(a, b, named: name, budget: budget) { $0 != $1 ? 1 : 0 }
    case .less: try TensorMath.broadcast(a, b, named: name, budget: budget) { $0 < $1 ? 1 : 0 }
    case .lessOrEqual:
      try TensorMath.broadcast(a, b, named: name, budget: budget) { $0 <= $1 ? 1 : 0 }
    case .greater: try TensorMath.broadcast(a, b, named: name, budget: budget) { $0 > $1 ? 1 : 0 }
    case .greaterOrEqual:
      try TensorMath.broadcast(a, b, named: name, budget: budget) { $0 >= $1 ? 1 : 0 }
    }
  }

  static func compare(
    _ left: Value,
    _ comparison: ComparisonOperator,
    _ right: Value,
    budget: MemoryBudget
  ) throws(Diagnostic) -> Value {
    try budget.requireExpansion(of: left, right)
    if left.isTensor || right.isTensor, let a = try left.operand(of: comparison.rawValue),
      let b = try right.operand(of: comparison.rawValue), a.shape.rank + b.shape.rank > 0
    {
      return .tensor(try elements(comparison, a, b, budget: budget))
    }
    switch comparison {
    case .equal: return .bool(left.equals(right))
    case .notEqual: return .bool(!left.equals(right))
    default: break
    }
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return .bool(comparison.holds(a, b))
    case (.string(let a), .string(let b)):
      // By code points, as the bytes of UTF-8 order them.
      return .bool(comparison.holds(Bytes(a), Bytes(b)))
    default: break
    }
    if let order = left.exactOrder(to: right) { return .bool(comparison.holds(order, 0)) }
    guard let a = left.number, let b = right.number else {
      throw Diagnostic(
        .type,
        "'\(comparison.rawValue)' cannot order \(left.kindPhrase) and \(right.kindPhrase)"
      )
    }
    return .bool(comparison.holds(a, b))
  }

  static func mismatch(_ operation: BinaryOperator, _ left: Value, _ right: Value)
    -> Diagnostic
  {
    Diagnostic(
      .type,
      "'\(operation.rawValue)' does not work on \(left.kindPhrase) and \(right.kindPhrase)"
    )
  }

  private static func overflowed(_ operation: String, _ operands: [Value]) -> Diagnostic {
    let values = operands.map(\.literal).joined(separator: " and ")
    return Diagnostic(.arithmetic, "'\(operation)' of \(values) does not fit in 64 bits")
  }
}

/// A string ordered by its bytes.
private struct Bytes: Comparable {
  let text: String

  init(_ text: String) { self.text = text }

  static func < (left: Bytes, right: Bytes) -> Bool {
    left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
  }

  static func == (left: Bytes, right: Bytes) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }
}

extension ComparisonOperator {
  func holds<T: Comparable>(_ a: T, _ b: T) -> Bool {
    switch self {
    case .equal: a == b
    case .notEqual: a != b
    case .less: a < b
    case .lessOrEqual: a <= b
    case .greater: a > b
    case .greaterOrEqual: a >= b
    }
  }
}

extension Value {
  /// Whether this is a tensor or a view of one.
  var isTensor: Bool {
    switch self {
    case .tensor, .view: true
    default: false
    }
  }

  /// The value as a tensor: numbers become tensors of rank 0.
  var operand: Tensor? {
    switch self {
    case .tensor(let tensor): tensor
    case .view(let view): view.expanded()
    case .integer(let integer): Tensor(Float(integer))
    case .float(let float): Tensor(Float(float))
    default: nil
    }
  }

  /// Returns the value as an operand beside a tensor, where a list of numbers is one too.
  func operand(of operation: String) throws(Diagnostic) -> Tensor? {
    guard case .list = self else { return operand }
    return try BuiltinArguments.tensor(self, for: "'\(operation)'")
  }

  /// Returns whether two values are equal; values of different kinds are not, but for numbers.
  func equals(_ other: Value) -> Bool {
    switch (self, other) {
    case (.none, .none): true
    case (.bool(let a), .bool(let b)): a == b
    case (.integer(let a), .integer(let b)): a == b
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.range(let a), .range(let b)): a == b
    case (.list(let a), .list(let b)):
      a.elements.count == b.elements.count
        && zip(a.elements, b.elements).allSatisfy { $0.equals($1) }
    case (.record(let a), .record(let b)):
      a.fields.count == b.fields.count
        && zip(a.fields, b.fields).allSatisfy { $0.name == $1.name && $0.value.equals($1.value) }
    case (.tensor(let a), .tensor(let b)): a == b
    default:
      if let order = exactOrder(to: other) {
        order == 0
      } else {
        number.flatMap { a in other.number.map { a == $0 } } ?? false
      }
    }
  }

  /// Returns -1, 0 or 1 for an integer and a float, of which neither is rounded to compare them;
  /// nil for anything else, NaN too.
  fileprivate func exactOrder(to other: Value) -> Int? {
    switch (self, other) {
    case (.integer(let a), .float(let b)): Self.order(a, b)
    case (.float(let a), .integer(let b)): Self.order(b, a).map { -$0 }
    default: nil
    }
  }

  private static func order(_ integer: Int, _ float: Double) -> Int? {
    guard !float.isNaN else { return nil }
    let whole = float.rounded(.down)
    guard let below = Int(exactly: whole) else { return float < 0 ? 1 : -1 }
    if integer != below { return integer < below ? -1 : 1 }
    return whole < float ? -1 : 0
  }
}
