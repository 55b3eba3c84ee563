internal import Language
internal import Tensors

extension Operators {
  /// Returns the matrix product `left @ right`.
  static func product(_ left: Value, _ right: Value, in session: Session) throws(Diagnostic)
    -> Value
  {
    try session.budget.requireExpansion(of: left, right)
    guard left.isTensor || right.isTensor, let a = try left.operand(of: "@"),
      let b = try right.operand(of: "@")
    else { throw mismatch(.matrixMultiply, left, right) }
    return .tensor(try TensorMath.matmul(a, b, in: session))
  }
}
