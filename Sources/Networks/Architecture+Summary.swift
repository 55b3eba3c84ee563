public import Tensors

/// One layer in a summary.
public struct LayerSummary: Equatable, Sendable {
  /// The name, such as `encoder.0`.
  public let name: String

  /// The layer's kind, such as `Linear`.
  public let kind: String

  /// The width of its output.
  public let outputWidth: Int

  /// The number of its parameters.
  public let parameterCount: Int

  /// The multiply-adds for one sample.
  public let multiplyAdds: Int
}

extension Architecture {
  /// The layers of encoder and decoder, one row each.
  public var summary: [LayerSummary] {
    modules.map { module in
      let shapes = module.layer.parameterShapes.map(\.shape)
      return LayerSummary(
        name: module.name,
        kind: String(module.layer.description.prefix { $0 != "(" }),
        outputWidth: module.outputWidth,
        parameterCount: shapes.reduce(0) { $0 + $1.reduce(1, *) },
        multiplyAdds: shapes.first?.reduce(1, *) ?? 0
      )
    }
  }

  /// The parameters by PyTorch's names, in order, each with its place in the network.
  public var parameters: [(name: String, id: ParameterID, shape: Shape)] {
    modules.flatMap { module in
      module.layer.parameterShapes.map { parameter in
        let role: ParameterID.Role = parameter.name == "weight" ? .weight : .bias
        return (
          "\(module.name).\(parameter.name)", ParameterID(module.linear, role),
          Shape(parameter.shape)
        )
      }
    }
  }

  /// A layer with its name and its place in the network.
  struct Module {
    let name: String
    let layer: any Layer
    /// The linear layer that it is, or that it follows.
    let linear: Int
    let outputWidth: Int
  }

  var modules: [Module] {
    var result: [Module] = []
    var linear = -1
    var width = inputWidth
    for (part, chain) in [("encoder", encoder), ("decoder", decoder)] {
      for (index, layer) in chain.layers.enumerated() {
        if layer is Linear { linear += 1 }
        width = layer.outputWidth(for: width)
        result.append(
          Module(name: "\(part).\(index)", layer: layer, linear: linear, outputWidth: width)
        )
      }
    }
    return result
  }
}
