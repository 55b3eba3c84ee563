/// The search for the number that was not finite: slow, and done once.
extension CPUNetwork {
  /// Returns what was met first: an output in the order of layers, the loss, or a gradient from the
  /// last layer to the first; nil if all is finite.
  func findFault(_ samples: Int, loss: Double, _ workspace: StepWorkspace) -> NumericFault? {
    // The last layer's output has been replaced by its gradient; its loss stands for it.
    for layer in 0..<(plan.layers.count - 1) {
      let output = workspace.output(of: layer, samples: samples)
      if let fault = NumericFault(place: .output(layer: layer), in: output) { return fault }
    }
    guard loss.isFinite else {
      let losses = (0..<samples).lazy.map { Float(workspace.loss(ofSample: $0)) }
      let largest = losses.filter(\.isFinite).max()
      return NumericFault(place: .loss, value: Float(loss), largest: largest)
    }
    for parameter in plan.parameters.reversed() {
      let fault = tensor(.gradient, of: parameter).withUnsafeElements { gradient in
        NumericFault(place: .gradient(parameter), in: gradient)
      }
      if let fault { return fault }
    }
    return nil
  }
}

extension StepWorkspace {
  /// Returns the numbers of a layer's output, sample after sample.
  fileprivate func output(of layer: Int, samples: Int) -> some Sequence<Float> {
    (0..<samples).lazy.flatMap { sample in
      let panel = self.value(layer + 1, panel: sample / self.width)
      return (0..<self.widths[layer + 1]).lazy.map { panel[$0 * self.width + sample % self.width] }
    }
  }
}
