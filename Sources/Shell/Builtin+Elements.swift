internal import Language
internal import Tensors

/// Functions of several tensors, and those that ask about elements.
extension Builtin {
  static let comparison = [
    pairwise("minimum", "smaller", isBetter: { $0 < $1 }) {
      (a, b, budget) throws(Diagnostic) in
      try TensorMath.broadcast(a, b, named: "minimum()", budget: budget) {
        $0.isNaN || $0 < $1 ? $0 : $1
      }
    },
    pairwise("maximum", "larger", isBetter: { $0 > $1 }) {
      (a, b, budget) throws(Diagnostic) in
      try TensorMath.broadcast(a, b, named: "maximum()", budget: budget) {
        $0.isNaN || $0 > $1 ? $0 : $1
      }
    },
    Builtin(
      "clamp",
      [Parameter("x"), Parameter("low"), Parameter("high")],
      summary: "Returns the elements, those beyond the bounds replaced by the bounds.",
      example: "clamp(tensor([-1, 0.5, 2]), 0, 1)"
    ) { context, arguments throws(Diagnostic) in
      if let number = arguments[0].plainNumber {
        let low = try BuiltinArguments.number(arguments[1], "low", of: "clamp")
        let high = try BuiltinArguments.number(arguments[2], "high", of: "clamp")
        return number > high ? arguments[2] : number < low ? arguments[1] : arguments[0]
      }
      let tensor = try BuiltinArguments.tensor(arguments[0], of: "clamp")
      let low = Float(try BuiltinArguments.number(arguments[1], "low", of: "clamp"))
      let high = Float(try BuiltinArguments.number(arguments[2], "high", of: "clamp"))
      return .tensor(
        tensor.map(stop: context.session.budget.isSpent) { $0 > high ? high : $0 < low ? low : $0 }
      )
    },
    predicate("isnan", "NaN") { $0.isNaN },
    predicate("isfinite", "neither NaN nor infinite") { $0.isFinite },
    Builtin(
      "allclose",
      [
        Parameter("a"), Parameter("b"), Parameter("rtol", .float(1e-5)),
        Parameter("atol", .float(1e-8)),
      ],
      summary: "Returns whether all elements satisfy |a - b| <= atol + rtol |b|.",
      example: "allclose(tensor([0.1]), 0.1)"
    ) { context, arguments throws(Diagnostic) in
      let a = try BuiltinArguments.tensor(arguments[0], of: "allclose")
      let b = try BuiltinArguments.tensor(arguments[1], of: "allclose")
      let rtol = try BuiltinArguments.number(arguments[2], "rtol", of: "allclose")
      let atol = try BuiltinArguments.number(arguments[3], "atol", of: "allclose")
      let close = try TensorMath.broadcast(
        a,
        b,
        named: "allclose()",
        budget: context.session.budget
      ) { a, b in
        a == b || abs(Double(a) - Double(b)) <= atol + rtol * abs(Double(b)) && b.isFinite ? 1 : 0
      }
      let stop = context.session.budget.isSpent
      return .bool(close.withUnsafeElements { !Reduction.contains($0, stop: stop) { $0 == 0 } })
    },
    Builtin(
      "dot",
      [Parameter("a"), Parameter("b")],
      summary: "Returns the inner product of two vectors.",
      example: "dot(tensor([1, 2]), tensor([3, 4]))"
    ) { context, arguments throws(Diagnostic) in
      let a = try BuiltinArguments.tensor(arguments[0], of: "dot")
      let b = try BuiltinArguments.tensor(arguments[1], of: "dot")
      guard a.shape.rank == 1, a.shape == b.shape else {
        throw Diagnostic(
          .shape,
          "dot() needs two vectors of one length, not \(a.shape), \(b.shape)"
        )
      }
      return .tensor(try TensorMath.matmul(a, b, in: context.session))
    },
    Builtin(
      "matmul",
      [Parameter("a"), Parameter("b")],
      summary: "Returns the matrix product, as a @ b does.",
      example: "matmul(eye(2), ones(2, 3))"
    ) { context, arguments throws(Diagnostic) in
      let a = try BuiltinArguments.tensor(arguments[0], of: "matmul")
      let b = try BuiltinArguments.tensor(arguments[1], of: "matmul")
      return .tensor(try TensorMath.matmul(a, b, in: context.session))
    },
    quantifier("any", "any element is not zero") {
      Reduction.contains($0, stop: $1) { $0 != 0 }
    },
    quantifier("all", "no element is zero") {
      !Reduction.contains($0, stop: $1) { $0 == 0 }
    },
  ]

  static let order = [
    ordered("median", [], "median: the middle element, or the mean of the two middle ones,") { _ in
      0.5
    },
    ordered("quantile", [Parameter("q")], "quantile q, interpolated linearly,") {
      (arguments) throws(Diagnostic) in
      let q = try BuiltinArguments.number(arguments[1], "q", of: "quantile")
      guard (0...1).contains(q) else {
        throw Diagnostic(.value, "quantile() needs q from 0 to 1, not \(q)")
      }
      return q
    },
  ]

  private static func pairwise(
    _ name: Name,
    _ which: String,
    isBetter: @escaping @Sendable (Double, Double) -> Bool,
    _ function:
      @escaping @Sendable (Tensor, Tensor, MemoryBudget) throws(Diagnostic) -> Tensor
  ) -> Builtin {
    Builtin(
      name,
      [Parameter("a"), Parameter("b")],
      summary: "Returns the \(which) of two elements, place by place; NaN wins.",
      example: "\(name.text)(tensor([1, 4]), 2)"
    ) { context, arguments throws(Diagnostic) in
      if let a = arguments[0].plainNumber, let b = arguments[1].plainNumber {
        return a.isNaN || !(b.isNaN || isBetter(b, a)) ? arguments[0] : arguments[1]
      }
      return .tensor(
        try function(
          try BuiltinArguments.tensor(arguments[0], of: name.text),
          try BuiltinArguments.tensor(arguments[1], of: name.text),
          context.session.budget
        )
      )
    }
  }

  private static func predicate(
    _ name: Name,
    _ what: String,
    _ function: @escaping @Sendable (Float) -> Bool
  ) -> Builtin {
    Builtin(
      name,
      [Parameter("x")],
      summary: "Returns 1 for each element that is \(what), 0 for the others.",
      example: "\(name.text)(tensor([1, nan]))"
    ) { context, arguments throws(Diagnostic) in
      // An integer or a double beyond the floats of a tensor is finite all the same.
      if let number = arguments[0].plainNumber {
        return .bool(function(number.isFinite ? 0 : Float(number)))
      }
      let tensor = try BuiltinArguments.tensor(arguments[0], of: name.text)
      if tensor.shape.rank == 0, let scalar = tensor.scalar { return .bool(function(scalar)) }
      return .tensor(tensor.map(stop: context.session.budget.isSpent) { function($0) ? 1 : 0 })
    }
  }

  private static func quantifier(
    _ name: Name,
    _ what: String,
    _ function: @escaping @Sendable (Reduction.Lane, () -> Bool) -> Bool
  ) -> Builtin {
    Builtin(
      name,
      [Parameter("x"), Parameter("axis", .none)],
      summary: "Returns whether \(what), of all elements or of each lane along an axis.",
      example: "\(name.text)(tensor([0, 1]))"
    ) { context, arguments throws(Diagnostic) in
      let stop = context.session.budget.isSpent
      if case .bool = arguments[0] { return arguments[0] }
      let tensor = try BuiltinArguments.tensor(arguments[0], of: name.text)
      guard let axis = try BuiltinArguments.axis(arguments[1], of: tensor.shape, in: name.text)
      else { return .bool(tensor.withUnsafeElements { function($0, stop) }) }
      return .tensor(tensor.reduced(axis: axis, stop: stop) { function($0, stop) ? 1 : 0 })
    }
  }

  /// A function of the sorted elements; `fraction` tells the quantile from the arguments.
  private static func ordered(
    _ name: Name,
    _ parameters: [Parameter],
    _ what: String,
    _ fraction: @escaping @Sendable ([Value]) throws(Diagnostic) -> Double
  ) -> Builtin {
    Builtin(
      name,
      [Parameter("x")] + parameters + [Parameter("axis", .none)],
      summary: "Returns the \(what) of all elements or of each lane along an axis.",
      example: "\(name.text)(tensor([3, 1, 2])\(parameters.isEmpty ? "" : ", 0.5"))"
    ) { context, arguments throws(Diagnostic) in
      let stop = context.session.budget.isSpent
      let tensor = try BuiltinArguments.tensor(arguments[0], of: name.text)
      let last = arguments[arguments.count - 1]
      let axis = try BuiltinArguments.axis(last, of: tensor.shape, in: name.text)
      guard (axis.map { tensor.shape[$0] } ?? tensor.count) > 0 else {
        throw Diagnostic(.value, "\(name.text)() of nothing: the shape is \(tensor.shape)")
      }
      let q = try fraction(arguments)
      return .tensor(
        tensor.reduced(axis: axis, stop: stop) { Reduction.quantile($0, q, stop: stop) }
      )
    }
  }
}
