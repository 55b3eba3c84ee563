/// What a layer does to each number after its matrix product.
public enum ActivationKind: String, CaseIterable, Sendable {
  /// y = x
  case identity
  /// y = max(x, 0)
  case relu
  /// y = tanh(x)
  case tanh
  /// y = 1 / (1 + exp(-x))
  case sigmoid
}

/// How far an output is from its target; the mean over all elements of a batch is minimised.
public enum LossKind: String, CaseIterable, Sendable {
  /// (y - t)^2
  case squared
  /// |y - t|
  case absolute
}

/// One linear layer: y = activation(x W' + b) with W of shape `[outputs, inputs]`.
public struct LayerPlan: Hashable, Sendable {
  /// The number of inputs.
  public let inputs: Int

  /// The number of outputs.
  public let outputs: Int

  /// What follows the product.
  public let activation: ActivationKind

  /// Whether `b` is there.
  public let hasBias: Bool

  /// Creates the plan of a layer.
  ///
  /// - Precondition: both widths are positive.
  public init(inputs: Int, outputs: Int, activation: ActivationKind, hasBias: Bool = true) {
    precondition(inputs > 0 && outputs > 0, "a layer has inputs and outputs")
    self.inputs = inputs
    self.outputs = outputs
    self.activation = activation
    self.hasBias = hasBias
  }
}

/// A chain of linear layers: what a backend needs to know of a network.
public struct NetworkPlan: Hashable, Sendable {
  /// The layers in the order in which they are computed.
  public let layers: [LayerPlan]

  /// Creates the plan of a network.
  ///
  /// - Precondition: there is a layer, and each layer's inputs are the outputs of the one before.
  public init(layers: [LayerPlan]) {
    precondition(!layers.isEmpty, "a network has a layer")
    for (before, after) in zip(layers, layers.dropFirst()) {
      precondition(before.outputs == after.inputs, "layers fit together")
    }
    self.layers = layers
  }

  /// The number of inputs of the first layer.
  public var inputs: Int { layers[0].inputs }

  /// The number of outputs of the last layer.
  public var outputs: Int { layers[layers.count - 1].outputs }

  /// The parameters in order: each layer's weight, then its bias.
  public var parameters: [ParameterID] {
    layers.indices.flatMap { layer in
      layers[layer].hasBias
        ? [ParameterID(layer, .weight), ParameterID(layer, .bias)] : [ParameterID(layer, .weight)]
    }
  }

  /// Returns the shape of a parameter: `[outputs, inputs]` for a weight, `[outputs]` for a bias.
  public func shape(of parameter: ParameterID) -> Shape {
    let layer = layers[parameter.layer]
    return parameter.role == .weight ? [layer.outputs, layer.inputs] : [layer.outputs]
  }
}

/// Names one parameter of a network.
public struct ParameterID: Hashable, Sendable {
  /// What a parameter is to its layer.
  public enum Role: String, Sendable {
    /// The matrix.
    case weight
    /// The vector that is added.
    case bias
  }

  /// The layer, counted from 0.
  public let layer: Int

  /// Weight or bias.
  public let role: Role

  /// Creates the name of a parameter.
  public init(_ layer: Int, _ role: Role) {
    self.layer = layer
    self.role = role
  }
}
