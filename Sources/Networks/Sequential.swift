/// Layers one after another; each is named by its place, counted from 0.
public struct Sequential: Sendable {
  /// The layers.
  public let layers: [any Layer]

  /// Creates a chain.
  public init(_ layers: [any Layer]) { self.layers = layers }

  /// Returns the chain as PyTorch prints it, each line after the first indented.
  func description(indent: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    let lines = layers.enumerated().map { "\(margin)  (\($0.offset)): \($0.element)\n" }
    return "Sequential(\n" + lines.joined() + margin + ")"
  }
}
