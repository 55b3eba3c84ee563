public import Tensors

/// An undercomplete autoencoder on a backend.
///
/// It is a class because it owns the parameters, which training changes in place.
public final class Autoencoder {
  /// The shape of the network.
  public let architecture: Architecture

  /// The seed of the initial parameters.
  public private(set) var seed: UInt64

  /// What computes.
  public let backend: any Backend

  let network: any NetworkExecution

  /// Creates an autoencoder with PyTorch's default initialisation: weights and biases uniform in
  /// ±1/sqrt(inputs).
  ///
  /// - Throws: `TensorError.tooLarge` before anything is allocated.
  public init(_ architecture: Architecture, seed: UInt64, backend: any Backend) throws(TensorError)
  {
    try Memory.require(architecture.memoryNeeded(batchSize: 1))
    self.architecture = architecture
    self.seed = seed
    self.backend = backend
    network = try backend.makeNetwork(architecture.plan)
    initialize(seed: seed)
  }

  /// The names of the parameters in PyTorch's order, such as `encoder.0.weight`.
  public var parameterNames: [String] { architecture.parameters.map(\.name) }

  /// Returns a copy of a parameter, or nil for an unknown name.
  public func parameter(_ name: String) -> Tensor? { tensor(.value, name) }

  /// Returns a copy of a parameter's gradient in the last step, or nil for an unknown name.
  public func gradient(_ name: String) -> Tensor? { tensor(.gradient, name) }

  /// Replaces a parameter; returns false for an unknown name or another shape.
  public func setParameter(_ name: String, to tensor: Tensor) -> Bool {
    guard let parameter = architecture.parameters.first(where: { $0.name == name }),
      parameter.shape == tensor.shape
    else { return false }
    network.set(.value, of: parameter.id, to: tensor)
    return true
  }

  /// Returns the codes of samples: `[n, inputs]` to `[n, code]`.
  public func encode(_ samples: Tensor) throws(TensorError) -> Tensor {
    try network.forward(samples, layers: 0..<architecture.depth)
  }

  /// Returns the samples of codes: `[n, code]` to `[n, inputs]`.
  public func decode(_ codes: Tensor) throws(TensorError) -> Tensor {
    try network.forward(codes, layers: architecture.depth..<(2 * architecture.depth))
  }

  /// Returns what the network makes of samples: `[n, inputs]` to the same shape.
  public func reconstruct(_ samples: Tensor) throws(TensorError) -> Tensor {
    try network.forward(samples, layers: 0..<(2 * architecture.depth))
  }

  /// Returns the output of a layer such as `encoder.1` for some samples, or nil for an unknown
  /// name.
  public func activation(_ name: String, of samples: Tensor) throws(TensorError) -> Tensor? {
    guard let module = architecture.modules.first(where: { $0.name == name }) else { return nil }
    return module.layer is Linear
      ? try network.preactivation(samples, layer: module.linear)
      : try network.forward(samples, layers: 0..<(module.linear + 1))
  }

  /// Draws the initial parameters anew.
  func initialize(seed: UInt64) {
    self.seed = seed
    let random = RandomSource(seed: seed)
    for (index, layer) in network.plan.layers.enumerated() {
      var stream = random.stream(.weights, UInt32(index))
      let bound = 1 / Float(layer.inputs).squareRoot()
      for parameter in network.plan.parameters where parameter.layer == index {
        let tensor = Tensor(shape: network.plan.shape(of: parameter)) { elements in
          for element in elements.indices {
            elements[element] = (2 * stream.nextUniform() - 1) * bound
          }
        }
        network.set(.value, of: parameter, to: tensor)
      }
    }
  }

  /// Takes over the seed of weights that come from elsewhere.
  func restoreSeed(_ seed: UInt64) { self.seed = seed }

  func tensor(_ state: ParameterState, _ name: String) -> Tensor? {
    architecture.parameters.first { $0.name == name }.map { network.tensor(state, of: $0.id) }
  }
}

extension Autoencoder: CustomStringConvertible {
  /// The modules as PyTorch prints them.
  public var description: String { architecture.description }
}
