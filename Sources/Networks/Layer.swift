/// A part of a network that turns a row of numbers into another.
public protocol Layer: Sendable, CustomStringConvertible {
  /// Returns the width of the output for an input of a width.
  func outputWidth(for inputWidth: Int) -> Int

  /// The shapes of the parameters by their names, in PyTorch's order.
  var parameterShapes: [(name: String, shape: [Int])] { get }
}

/// y = x W' + b, with W of shape `[outputs, inputs]` and b of shape `[outputs]`.
///
/// Initially W and b are uniform in ±1/sqrt(inputs), PyTorch's default.
public struct Linear: Layer, Hashable {
  /// The number of inputs.
  public let inputs: Int

  /// The number of outputs.
  public let outputs: Int

  /// Whether b is there.
  public let hasBias: Bool

  /// Creates a layer.
  public init(inputs: Int, outputs: Int, hasBias: Bool = true) {
    self.inputs = inputs
    self.outputs = outputs
    self.hasBias = hasBias
  }

  /// Returns the number of outputs.
  public func outputWidth(for inputWidth: Int) -> Int { outputs }

  /// The weight, and the bias if there is one.
  public var parameterShapes: [(name: String, shape: [Int])] {
    hasBias
      ? [("weight", [outputs, inputs]), ("bias", [outputs])] : [("weight", [outputs, inputs])]
  }

  /// The layer as PyTorch prints it.
  public var description: String {
    let bias = hasBias ? "True" : "False"
    return "Linear(in_features=\(inputs), out_features=\(outputs), bias=\(bias))"
  }
}
