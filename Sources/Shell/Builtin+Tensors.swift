internal import Glibc
internal import Language
internal import Tensors

extension Builtin {
  static let tensorCreation = [
    filled("zeros", with: 0),
    filled("ones", with: 1),
    Builtin(
      "full",
      [Parameter("shape"), Parameter("value")],
      summary: "Returns a tensor of a shape with every element equal to a value.",
      example: "full([2, 3], 0.5)"
    ) { context, arguments throws(Diagnostic) in
      let shape = try BuiltinArguments.shape(
        [arguments[0]],
        of: "full",
        budget: context.session.budget
      )
      let value = try BuiltinArguments.number(arguments[1], "value", of: "full")
      return .tensor(
        Tensor(shape: shape, repeating: Float(value), stop: context.session.budget.isSpent)
      )
    },
    Builtin(
      "arange",
      [Parameter("start"), Parameter("stop", .none), Parameter("step", .integer(1))],
      summary: "Returns evenly spaced numbers from start up to, not including, stop.",
      example: "arange(0, 1, 0.25)"
    ) { context, arguments throws(Diagnostic) in
      try arange(arguments, budget: context.session.budget)
    },
    Builtin(
      "tensor",
      [Parameter("values")],
      summary: "Returns a tensor made of a number, a list of numbers or lists of equal length.",
      example: "tensor([[1, 2], [3, 4.5]])"
    ) { _, arguments throws(Diagnostic) in
      .tensor(try BuiltinArguments.tensor(arguments[0], of: "tensor"))
    },
  ]

  static let tensorShapes = [
    Builtin(
      "shape",
      [Parameter("x")],
      summary: "Returns the extents of a tensor as a list.",
      example: "shape(zeros(2, 3))"
    ) { _, arguments throws(Diagnostic) in
      let shape = try extents(of: arguments[0], "shape")
      return try .list(of: shape.dimensions.map(Value.integer))
    },
    Builtin(
      "size",
      [Parameter("x")],
      summary: "Returns the number of elements of a tensor.",
      example: "size(zeros(2, 3))"
    ) { _, arguments throws(Diagnostic) in .integer(try extents(of: arguments[0], "size").count) },
    Builtin(
      "rank",
      [Parameter("x")],
      summary: "Returns the number of axes of a tensor.",
      example: "rank(zeros(2, 3))"
    ) { _, arguments throws(Diagnostic) in .integer(try extents(of: arguments[0], "rank").rank) },
    Builtin(
      "reshape",
      [Parameter("x")],
      isVariadic: true,
      summary: "Returns the same elements under another shape; an extent of -1 is worked out.",
      example: "reshape(arange(6), 2, 3)"
    ) { context, arguments throws(Diagnostic) in
      let tensor = try BuiltinArguments.tensor(arguments[0], of: "reshape")
      let shape = try BuiltinArguments.shape(
        try BuiltinArguments.extents(Array(arguments.dropFirst()), filling: tensor.shape),
        of: "reshape",
        budget: context.session.budget
      )
      guard shape.count == tensor.count else {
        throw Diagnostic(.shape, "a tensor of shape \(tensor.shape) cannot be reshaped to \(shape)")
      }
      return .tensor(tensor.reshaped(to: shape))
    },
  ]

  static let elementwise = [
    applied(
      "abs",
      "absolute values",
      number: { $0.magnitude },
      integer: { $0.magnitude }
    ) { tensor, session in tensor.map(stop: session.budget.isSpent) { $0.magnitude } },
    applied("exp", "exponentials", number: exp, .exp),
    applied("log", "natural logarithms", number: log, .log),
    applied("sqrt", "square roots", number: { $0.squareRoot() }, .sqrt),
    applied("tanh", "hyperbolic tangents", number: tanh, .tanh),
    applied("sigmoid", "values of 1/(1 + exp(-x))", number: { 1 / (1 + exp(-$0)) }, .sigmoid),
    applied("relu", "values of max(x, 0)", number: { $0 < 0 ? 0 : $0 }, .relu),
    applied(
      "round",
      "nearest whole numbers, ties to even",
      number: { $0.rounded(.toNearestOrEven) },
      .round
    ),
    applied("floor", "largest whole numbers not above", number: { $0.rounded(.down) }, .floor),
    applied("ceil", "smallest whole numbers not below", number: { $0.rounded(.up) }, .ceil),
  ]

  static let reductions = [
    reduced("sum", "sum", Reduction.sum),
    reduced("mean", "mean", Reduction.mean),
    reduced("std", "standard deviation, with n in the denominator,", Reduction.deviation),
    reduced("var", "variance, with n in the denominator,", Reduction.variance),
    reduced("norm", "Euclidean norm", Reduction.norm),
    reduced("min", "smallest element", needsElements: true) {
      $0[Reduction.indexOfSmallest($0, stop: $1)]
    },
    reduced("max", "largest element", needsElements: true) {
      $0[Reduction.indexOfLargest($0, stop: $1)]
    },
    position("argmin", "smallest", Reduction.indexOfSmallest),
    position("argmax", "largest", Reduction.indexOfLargest),
  ]

  private static func filled(_ name: Name, with value: Float) -> Builtin {
    Builtin(
      name,
      [],
      isVariadic: true,
      summary:
        "Returns a tensor of a shape, given as integers or one list, filled with \(Int(value)).",
      example: "\(name.text)(2, 3)"
    ) { context, arguments throws(Diagnostic) in
      let shape = try BuiltinArguments.shape(
        arguments,
        of: name.text,
        budget: context.session.budget
      )
      return .tensor(Tensor(shape: shape, repeating: value, stop: context.session.budget.isSpent))
    }
  }

  private static func extents(of value: Value, _ function: String) throws(Diagnostic) -> Shape {
    if case .view(let view) = value { return view.shape }
    return try BuiltinArguments.tensor(value, of: function).shape
  }

  private static func arange(_ arguments: [Value], budget: MemoryBudget) throws(Diagnostic) -> Value
  {
    var start = try BuiltinArguments.number(arguments[0], "start", of: "arange")
    let step = try BuiltinArguments.number(arguments[2], "step", of: "arange")
    var stop = start
    if case .none = arguments[1] {
      start = 0
    } else {
      stop = try BuiltinArguments.number(arguments[1], "stop", of: "arange")
    }
    guard start.isFinite, stop.isFinite, step.isFinite, step != 0 else {
      throw Diagnostic(.value, "arange() needs finite numbers and a step that is not 0")
    }
    let steps = ((stop - start) / step).rounded(.up)
    guard let count = Int(exactly: max(steps, 0)) else {
      throw Diagnostic(.limit, "arange() from \(start) to \(stop) has too many elements")
    }
    try budget.require(count, of: MemoryLayout<Float>.stride, for: "a tensor of [\(count)]")
    return .tensor(
      Tensor(shape: [count]) { elements in
        Pieces.forEach(of: count, stop: budget.isSpent) { piece in
          for index in piece { elements[index] = Float(start + Double(index) * step) }
        }
      }
    )
  }

  /// A function of one argument that works on numbers, tensors and lists, element by element.
  private static func applied(
    _ name: Name,
    _ what: String,
    number: @escaping @Sendable (Double) -> Double,
    integer: (@Sendable (Int) -> UInt)? = nil,
    _ function: @escaping @Sendable (Tensor, Session) -> Tensor
  ) -> Builtin {
    Builtin(
      name,
      [Parameter("x")],
      summary: "Returns the \(what), element by element.",
      example: "\(name.text)(tensor([0.5, 2]))"
    ) { context, arguments throws(Diagnostic) in
      if let integer, case .integer(let number) = arguments[0] {
        guard let result = Int(exactly: integer(number)) else {
          throw Diagnostic(.arithmetic, "\(name.text)() of \(number) does not fit in 64 bits")
        }
        return .integer(result)
      }
      // A number goes in, a number comes out.
      if let plain = arguments[0].plainNumber { return .float(number(plain)) }
      let tensor = try BuiltinArguments.tensor(arguments[0], of: name.text)
      try context.session.budget.require(tensor.shape)
      return .tensor(function(tensor, context.session))
    }
  }

  /// A function of one argument that the session's backend computes.
  private static func applied(
    _ name: Name,
    _ what: String,
    number: @escaping @Sendable (Double) -> Double,
    _ function: ElementFunction
  ) -> Builtin {
    applied(name, what, number: number) { tensor, session in
      session.backend.map(function, tensor, stop: session.budget.isSpent)
    }
  }

  private static func reduced(
    _ name: Name,
    _ what: String,
    needsElements: Bool = false,
    _ function: @escaping @Sendable (Reduction.Lane, () -> Bool) -> Float
  ) -> Builtin {
    Builtin(
      name,
      [Parameter("x"), Parameter("axis", .none)],
      summary: "Returns the \(what) of all elements, or of each lane along an axis.",
      example: "\(name.text)(tensor([[1, 2], [3, 4]]), axis=0)"
    ) { context, arguments throws(Diagnostic) in
      let stop = context.session.budget.isSpent
      let tensor = try BuiltinArguments.tensor(arguments[0], of: name.text)
      let axis = try BuiltinArguments.axis(arguments[1], of: tensor.shape, in: name.text)
      guard !needsElements || (axis.map { tensor.shape[$0] } ?? tensor.count) > 0 else {
        throw Diagnostic(.value, "\(name.text)() of nothing: the shape is \(tensor.shape)")
      }
      return .tensor(tensor.reduced(axis: axis, stop: stop) { function($0, stop) })
    }
  }

  private static func position(
    _ name: Name,
    _ which: String,
    _ function: @escaping @Sendable (Reduction.Lane, () -> Bool) -> Int
  ) -> Builtin {
    Builtin(
      name,
      [Parameter("x"), Parameter("axis", .none)],
      summary: "Returns the index of the \(which) element, or of that of each lane along an axis.",
      example: "\(name.text)(tensor([3, 9, 2]))"
    ) { context, arguments throws(Diagnostic) in
      let stop = context.session.budget.isSpent
      let tensor = try BuiltinArguments.tensor(arguments[0], of: name.text)
      let axis = try BuiltinArguments.axis(arguments[1], of: tensor.shape, in: name.text)
      guard (axis.map { tensor.shape[$0] } ?? tensor.count) > 0 else {
        throw Diagnostic(.value, "\(name.text)() of nothing: the shape is \(tensor.shape)")
      }
      guard axis != nil else {
        return .integer(tensor.withUnsafeElements { function($0, stop) })
      }
      return .tensor(tensor.reduced(axis: axis, stop: stop) { Float(function($0, stop)) })
    }
  }
}
