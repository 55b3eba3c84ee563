/// How a step changes the parameters, given their gradients.
public enum UpdateRule: Hashable, Sendable {
  /// Adam: Kingma and Ba, "Adam: a method for stochastic optimization", 2015.
  case adam(AdamRule)
  /// Gradient descent with momentum, as PyTorch's `SGD` has it.
  case descent(DescentRule)
}

/// One step of Adam, as PyTorch computes it.
///
/// g += decay p, m += (1 - beta1)(g - m), v = beta2 v + (1 - beta2) g^2,
/// p -= rate / (1 - beta1^n) * m / (sqrt(v) / sqrt(1 - beta2^n) + epsilon).
public struct AdamRule: Hashable, Sendable {
  /// The learning rate.
  public var rate: Double
  /// How slowly the first moment follows the gradient.
  public var beta1: Double
  /// How slowly the second moment follows the gradient's square.
  public var beta2: Double
  /// What keeps the quotient finite.
  public var epsilon: Double
  /// The weight decay, added to the gradient.
  public var decay: Double
  /// n: the number of the step, counted from 1.
  public var step: Int

  /// Creates one step's rule.
  public init(
    rate: Double,
    beta1: Double,
    beta2: Double,
    epsilon: Double,
    decay: Double,
    step: Int
  ) {
    self.rate = rate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.decay = decay
    self.step = step
  }
}

/// One step of gradient descent: g += decay p, m = momentum m + g, p -= rate m.
public struct DescentRule: Hashable, Sendable {
  /// The learning rate.
  public var rate: Double
  /// How much of the last step's direction is kept.
  public var momentum: Double
  /// The weight decay, added to the gradient.
  public var decay: Double

  /// Creates one step's rule.
  public init(rate: Double, momentum: Double, decay: Double) {
    self.rate = rate
    self.momentum = momentum
    self.decay = decay
  }
}
