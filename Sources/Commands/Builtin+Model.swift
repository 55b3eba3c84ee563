internal import Language
internal import Networks
internal import Shell
internal import Tensors

extension Builtin {
  /// The functions that ask the model.
  static let model = [
    applied("encode", "x", "Returns the codes of samples: [n, 784] to [n, code].") {
      (model, samples) throws(TensorError) in try model.encode(samples)
    },
    applied("decode", "z", "Returns the samples of codes: [n, code] to [n, 784].") {
      (model, codes) throws(TensorError) in try model.decode(codes)
    },
    applied("reconstruct", "x", "Returns what the model makes of samples: [n, 784] to the same.") {
      (model, samples) throws(TensorError) in try model.reconstruct(samples)
    },
    Builtin(
      "evaluate",
      [Parameter("x")],
      summary: "Returns the mean squared error of the reconstructions of samples.",
      example: "evaluate(test_x[0:100])"
    ) { context, arguments throws(Diagnostic) in
      let model = try context.workbench.requireModel()
      var sum = 0.0
      var count = 0
      try eachPart(of: arguments[0], in: "evaluate") { (part) throws(Diagnostic) in
        let output = try context.reconstruct(part, with: model)
        part.withUnsafeElements { inputs in
          output.withUnsafeElements { outputs in
            for index in inputs.indices {
              let difference = Double(outputs[index]) - Double(inputs[index])
              sum += difference * difference
            }
          }
        }
        count += part.count
      }
      return .float(sum / Double(count))
    },
    named("param", "encoder.0.weight", "Returns a parameter by its full name.") {
      (session, name) throws(Diagnostic) in try session.parameter(name)
    },
    named("grad", "encoder.0.weight", "Returns the gradient of a parameter in the last step.") {
      (session, name) throws(Diagnostic) in
      _ = try session.parameter(name)
      return try session.lastStep(session.workbench.training.trainer?.gradient(name), "gradient")
    },
    named("activation", "encoder.0", "Returns a layer's output for the last step's batch.") {
      (session, name) throws(Diagnostic) in try session.activation(name)
    },
  ]

  /// The rows that are computed at a time where a dataset is read as a view.
  private static let rowsAtATime = 4_096

  private static func applied(
    _ name: Name,
    _ parameter: String,
    _ summary: String,
    _ function: @escaping @Sendable (Autoencoder, Tensor) throws(TensorError) -> Tensor
  ) -> Builtin {
    let sample = name == "decode" ? "decode(zeros(1, 3))" : "\(name.text)(test_x[0:3])"
    return Builtin(name, [Parameter(parameter)], summary: summary, example: sample) {
      context,
      arguments throws(Diagnostic) in
      let model = try context.workbench.requireModel()
      var parts: [Tensor] = []
      try eachPart(of: arguments[0], in: name.text) { (part) throws(Diagnostic) in
        try context.checkInterruption()
        parts.append(
          try Diagnostic.translating { () throws(TensorError) in try function(model, part) }
        )
      }
      let result = parts.count == 1 ? parts[0] : Tensor.concatenating(parts, axis: 0)
      // A vector goes in, a vector comes out.
      if case .tensor(let tensor) = arguments[0], tensor.shape.rank == 1 {
        return .tensor(result.reshaped(to: [result.count]))
      }
      return .tensor(result)
    }
  }

  /// Calls `body` with the rows of a tensor; those of a view come in parts.
  private static func eachPart(
    of value: Value,
    in function: String,
    _ body: (Tensor) throws(Diagnostic) -> Void
  ) throws(Diagnostic) {
    guard case .view(let view) = value, view.shape.rank == 2 else {
      let tensor = try BuiltinArguments.tensor(value, of: function)
      guard (1...2).contains(tensor.shape.rank) else {
        throw Diagnostic(
          .shape,
          "\(function)() needs rows of samples, not the shape \(tensor.shape)"
        )
      }
      let isVector = tensor.shape.rank == 1
      try body(isVector ? tensor.reshaped(to: [1, tensor.count]) : tensor)
      return
    }
    for start in stride(from: 0, to: view.shape[0], by: rowsAtATime) {
      try body(view.rows(start..<min(start + rowsAtATime, view.shape[0])))
    }
  }

  private static func named(
    _ function: Name,
    _ example: String,
    _ summary: String,
    _ read: @escaping @Sendable (Session, String) throws(Diagnostic) -> Value
  ) -> Builtin {
    Builtin(
      function,
      [Parameter("name")],
      summary: summary,
      example: "\(function.text)(\"\(example)\")"
    ) { context, arguments throws(Diagnostic) in
      try read(
        context.session,
        try BuiltinArguments.string(arguments[0], "name", of: function.text)
      )
    }
  }
}
