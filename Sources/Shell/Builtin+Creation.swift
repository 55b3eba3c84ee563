internal import Language
internal import Tensors

/// Functions that make tensors of numbers, regular or random.
extension Builtin {
  static let creation = [
    Builtin(
      "eye",
      [Parameter("n")],
      summary: "Returns the identity matrix of n rows.",
      example: "eye(3)"
    ) { context, arguments throws(Diagnostic) in
      let shape = try BuiltinArguments.shape(
        [arguments[0], arguments[0]],
        of: "eye",
        budget: context.session.budget
      )
      return .tensor(
        Tensor(shape: shape) { elements in
          Pieces.forEach(of: elements.count, stop: context.session.budget.isSpent) { piece in
            elements.extracting(piece).update(repeating: 0)
          }
          for row in 0..<shape[0] { elements[row * shape[0] + row] = 1 }
        }
      )
    },
    Builtin(
      "linspace",
      [Parameter("start"), Parameter("stop"), Parameter("count")],
      summary: "Returns evenly spaced numbers from start to stop, both included.",
      example: "linspace(0, 1, 5)"
    ) { context, arguments throws(Diagnostic) in
      let start = try BuiltinArguments.number(arguments[0], "start", of: "linspace")
      let stop = try BuiltinArguments.number(arguments[1], "stop", of: "linspace")
      let shape = try BuiltinArguments.shape(
        [arguments[2]],
        of: "linspace",
        budget: context.session.budget
      )
      let step = (stop - start) / Double(max(shape.count - 1, 1))
      return .tensor(
        Tensor(shape: shape) { elements in
          Pieces.forEach(of: elements.count, stop: context.session.budget.isSpent) { piece in
            for index in piece {
              let isLast = index > 0 && index == elements.count - 1
              elements[index] = Float(isLast ? stop : start + Double(index) * step)
            }
          }
        }
      )
    },
    Builtin(
      "rand",
      [],
      isVariadic: true,
      summary: "Returns random numbers of [0, 1) in a shape, given as integers or one list.",
      example: "rand(2, 3)"
    ) { context, arguments throws(Diagnostic) in
      try random(.uniform, arguments, of: "rand", context)
    },
    Builtin(
      "randn",
      [],
      isVariadic: true,
      summary: "Returns normally distributed random numbers in a shape.",
      example: "randn(2, 3)"
    ) { context, arguments throws(Diagnostic) in
      try random(.normal, arguments, of: "randn", context)
    },
  ]

  private static func random(
    _ distribution: RandomDistribution,
    _ arguments: [Value],
    of function: String,
    _ context: Context
  ) throws(Diagnostic) -> Value {
    let shape = try BuiltinArguments.shape(
      arguments,
      of: function,
      budget: context.session.budget
    )
    let before = context.session.scriptStreams
    let stream = context.session.makeScriptStream()
    let stop = context.session.budget.isSpent
    let result = context.session.backend.random(distribution, shape, from: stream, stop: stop)
    // A call that was stopped draws nothing, so that the next one gives what it would have given.
    if context.isInterrupted { context.session.scriptStreams = before }
    return .tensor(result)
  }
}
