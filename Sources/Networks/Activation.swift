public import Tensors

/// A function of each number for itself.
///
/// - relu: y = max(x, 0)
/// - tanh: y = tanh(x)
/// - sigmoid: y = 1 / (1 + exp(-x))
/// - none: y = x; no layer is made of it.
public struct Activation: Layer, Hashable {
  /// The name by which a script chooses it.
  public let name: String

  /// What a backend computes.
  public let kind: ActivationKind

  /// The layer as PyTorch prints it.
  public let description: String

  private init(_ name: String, _ kind: ActivationKind, _ description: String) {
    self.name = name
    self.kind = kind
    self.description = description
  }

  /// The larger of x and 0.
  public static let relu = Activation("relu", .relu, "ReLU()")

  /// The hyperbolic tangent.
  public static let tanh = Activation("tanh", .tanh, "Tanh()")

  /// The logistic function.
  public static let sigmoid = Activation("sigmoid", .sigmoid, "Sigmoid()")

  /// No change.
  public static let none = Activation("none", .identity, "Identity()")

  /// All activations.
  public static let all = [relu, tanh, sigmoid, none]

  /// Returns the activation of a name, or nil.
  public static func named(_ name: String) -> Activation? { all.first { $0.name == name } }

  /// Returns the width of the input.
  public func outputWidth(for inputWidth: Int) -> Int { inputWidth }

  /// No parameters.
  public var parameterShapes: [(name: String, shape: [Int])] { [] }
}
