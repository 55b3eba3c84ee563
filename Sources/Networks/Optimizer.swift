public import Tensors

/// A number that an optimizer can be given.
public struct HyperParameter: Hashable, Sendable {
  /// The name, as PyTorch has it.
  public let name: String

  /// What it does, in one line.
  public let summary: String

  /// The value when none is given.
  public let defaultValue: Double

  /// The values that are allowed.
  public let bounds: ClosedRange<Double>
}

/// What can be wrong with the options of an optimizer.
public enum OptimizerError: Error, Equatable, Sendable {
  /// There is no optimizer of that name.
  case unknownOptimizer(String)
  /// The optimizer has no such option.
  case unknownOption(String, known: [String])
  /// The value is out of bounds or no number.
  case outOfBounds(option: String, value: Double, bounds: ClosedRange<Double>)
}

/// How gradients become changes of parameters.
public protocol Optimizer: Sendable {
  /// The name by which a script chooses it.
  static var name: String { get }

  /// What it can be given.
  static var hyperParameters: [HyperParameter] { get }

  /// Creates an optimizer from a value for each hyper-parameter.
  init(_ values: HyperParameterValues)

  /// The values in force.
  var values: HyperParameterValues { get }

  /// Returns the update of one step; steps count from 1, a `rate` replaces the optimizer's own.
  func rule(step: Int, rate: Double?) -> UpdateRule
}

/// A value for each hyper-parameter of an optimizer, checked.
public struct HyperParameterValues: Hashable, Sendable {
  private let values: [String: Double]

  /// Creates the values: those given, and the defaults of the others.
  public init(
    _ given: [String: Double],
    for hyperParameters: [HyperParameter]
  ) throws(OptimizerError) {
    for name in given.keys.sorted() where !hyperParameters.contains(where: { $0.name == name }) {
      throw .unknownOption(name, known: hyperParameters.map(\.name))
    }
    var values: [String: Double] = [:]
    for parameter in hyperParameters {
      let value = given[parameter.name] ?? parameter.defaultValue
      // NaN is in no range.
      guard parameter.bounds.contains(value) else {
        throw .outOfBounds(option: parameter.name, value: value, bounds: parameter.bounds)
      }
      values[parameter.name] = value
    }
    self.values = values
  }

  /// The value of a hyper-parameter.
  ///
  /// - Precondition: the optimizer has it.
  public subscript(name: String) -> Double {
    guard let value = values[name] else { preconditionFailure("there is no '\(name)'") }
    return value
  }
}

/// The optimizers that scripts can choose.
public enum Optimizers {
  /// All optimizers.
  public static let all: [any Optimizer.Type] = [Adam.self, SGD.self]

  /// Returns an optimizer with some options given and the others at their defaults.
  public static func make(
    _ name: String,
    _ options: [String: Double] = [:]
  ) throws(OptimizerError) -> any Optimizer {
    guard let type = all.first(where: { $0.name == name }) else { throw .unknownOptimizer(name) }
    return type.init(try HyperParameterValues(options, for: type.hyperParameters))
  }

  /// The bounds of a learning rate.
  public static let rates = 0...1e30
}

/// Adam, as PyTorch's `Adam` (Kingma and Ba, 2015).
public struct Adam: Optimizer {
  /// The name by which a script chooses it.
  public static let name = "adam"

  /// The defaults are PyTorch's.
  public static let hyperParameters = [
    HyperParameter(
      name: "lr",
      summary: "learning rate",
      defaultValue: 1e-3,
      bounds: Optimizers.rates
    ),
    HyperParameter(
      name: "beta1",
      summary: "memory of the mean gradient",
      defaultValue: 0.9,
      bounds: 0...0.999999
    ),
    HyperParameter(
      name: "beta2",
      summary: "memory of the mean squared gradient",
      defaultValue: 0.999,
      bounds: 0...0.999999
    ),
    HyperParameter(
      name: "eps",
      summary: "added to the divisor",
      defaultValue: 1e-8,
      bounds: 1e-30...1
    ),
    HyperParameter(
      name: "weight_decay",
      summary: "times the weight, added to the gradient",
      defaultValue: 0,
      bounds: 0...1e6
    ),
  ]

  /// The values in force.
  public let values: HyperParameterValues

  /// Creates an optimizer from a value for each hyper-parameter.
  public init(_ values: HyperParameterValues) { self.values = values }

  /// Returns the update of one step.
  public func rule(step: Int, rate: Double?) -> UpdateRule {
    .adam(
      AdamRule(
        rate: rate ?? values["lr"],
        beta1: values["beta1"],
        beta2: values["beta2"],
        epsilon: values["eps"],
        decay: values["weight_decay"],
        step: step
      )
    )
  }
}

/// Gradient descent with momentum, as PyTorch's `SGD`.
public struct SGD: Optimizer {
  /// The name by which a script chooses it.
  public static let name = "sgd"

  /// The defaults are PyTorch's.
  public static let hyperParameters = [
    HyperParameter(
      name: "lr",
      summary: "learning rate",
      defaultValue: 1e-3,
      bounds: Optimizers.rates
    ),
    HyperParameter(
      name: "momentum",
      summary: "memory of the direction",
      defaultValue: 0,
      bounds: 0...1
    ),
    HyperParameter(
      name: "weight_decay",
      summary: "times the weight, added to the gradient",
      defaultValue: 0,
      bounds: 0...1e6
    ),
  ]

  /// The values in force.
  public let values: HyperParameterValues

  /// Creates an optimizer from a value for each hyper-parameter.
  public init(_ values: HyperParameterValues) { self.values = values }

  /// Returns the update of one step.
  public func rule(step: Int, rate: Double?) -> UpdateRule {
    .descent(
      DescentRule(
        rate: rate ?? values["lr"],
        momentum: values["momentum"],
        decay: values["weight_decay"]
      )
    )
  }
}
