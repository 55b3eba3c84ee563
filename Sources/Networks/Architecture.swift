public import Tensors

/// What can be wrong with the widths of an autoencoder.
public enum ArchitectureError: Error, Equatable, Sendable {
  /// An encoder has at least two widths: its input and its code.
  case tooFewWidths(Int)
  /// There are more widths than the limit.
  case tooManyWidths(Int, limit: Int)
  /// A width is not in 1...limit.
  case widthOutOfRange(Int, limit: Int)
}

/// The shape of an undercomplete autoencoder: an encoder, and a decoder that mirrors it.
///
/// The hidden activation follows each layer but the one that makes the code, which nothing follows,
/// and the last one, which the output activation follows.
public struct Architecture: Hashable, Sendable {
  /// The most widths.
  public static let widthCountLimit = 256

  /// The largest width.
  public static let widthLimit = 1 << 20

  /// The encoder's widths, from the input to the code.
  public let widths: [Int]

  /// What follows a hidden layer.
  public let activation: Activation

  /// What follows the last layer.
  public let output: Activation

  /// Whether layers have biases.
  public let hasBias: Bool

  /// Creates an architecture.
  public init(
    widths: [Int],
    activation: Activation = .relu,
    output: Activation = .tanh,
    hasBias: Bool = true
  ) throws(ArchitectureError) {
    guard widths.count >= 2 else { throw .tooFewWidths(widths.count) }
    guard widths.count <= Self.widthCountLimit else {
      throw .tooManyWidths(widths.count, limit: Self.widthCountLimit)
    }
    for width in widths where width < 1 || width > Self.widthLimit {
      throw .widthOutOfRange(width, limit: Self.widthLimit)
    }
    self.widths = widths
    self.activation = activation
    self.output = output
    self.hasBias = hasBias
  }

  /// The number of numbers in a sample.
  public var inputWidth: Int { widths[0] }

  /// The number of numbers in a code.
  public var codeWidth: Int { widths[widths.count - 1] }

  /// The number of linear layers of the encoder, and of the decoder.
  public var depth: Int { widths.count - 1 }

  /// The layers from the input to the code.
  public var encoder: Sequential { Self.chain(widths, activation, last: .none, hasBias) }

  /// The layers from the code to the reconstruction.
  public var decoder: Sequential {
    Self.chain(widths.reversed(), activation, last: output, hasBias)
  }

  private static func chain(
    _ widths: [Int],
    _ hidden: Activation,
    last: Activation,
    _ hasBias: Bool
  ) -> Sequential {
    var layers: [any Layer] = []
    for (index, pair) in zip(widths, widths.dropFirst()).enumerated() {
      layers.append(Linear(inputs: pair.0, outputs: pair.1, hasBias: hasBias))
      let activation = index == widths.count - 2 ? last : hidden
      if activation != .none { layers.append(activation) }
    }
    return Sequential(layers)
  }

  /// The network as a backend sees it.
  public var plan: NetworkPlan {
    let all = widths + widths.reversed().dropFirst()
    let layers = zip(all, all.dropFirst()).enumerated().map { index, pair in
      let kind =
        index == depth - 1
        ? ActivationKind.identity : index == 2 * depth - 1 ? output.kind : activation.kind
      return LayerPlan(inputs: pair.0, outputs: pair.1, activation: kind, hasBias: hasBias)
    }
    return NetworkPlan(layers: layers)
  }

  /// Returns about how many bytes training with batches of a size needs; nothing is allocated.
  public func memoryNeeded(batchSize: Int) -> Int { plan.memoryNeeded(batchSize: batchSize) }
}

extension Architecture: CustomStringConvertible {
  /// The modules as PyTorch prints them.
  public var description: String {
    "AutoEncoder(\n  (encoder): \(encoder.description(indent: 2))\n"
      + "  (decoder): \(decoder.description(indent: 2))\n)"
  }
}
