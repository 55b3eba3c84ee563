/// The search for the number that was not finite: slow, and done once.
extension CPUNetwork {
  /// Returns what was met first: an output in the order of layers, the loss, or a gradient from the
  /// last layer to the first; nil if all is finite.
  func findFault(_ samples: Int, loss: Double, _ workspace: StepWorkspace) -> NumericFault? {
    // The last layer's output has been replaced by its gradient; its loss stands for it.
    for layer in 0..<(plan.layers.count - 1) {
      if let value = workspace.firstFault(inOutputOf: layer, samples: samples) {
        return NumericFault(place: .output(layer: layer), value: value)
      }
    }
    guard loss.isFinite else { return NumericFault(place: .loss, value: Float(loss)) }
    for parameter in plan.parameters.reversed() {
      let gradient = tensor(.gradient, of: parameter)
      if let value = gradient.withUnsafeElements({ $0.first { !$0.isFinite } }) {
        return NumericFault(place: .gradient(parameter), value: value)
      }
    }
    return nil
  }
}

extension StepWorkspace {
  /// Returns the first number of a layer's output that is not finite, sample after sample.
  func firstFault(inOutputOf layer: Int, samples: Int) -> Float? {
    for sample in 0..<samples {
      let panel = value(layer + 1, panel: sample / width)
      for feature in 0..<widths[layer + 1] {
        let number = panel[feature * width + sample % width]
        if !number.isFinite { return number }
      }
    }
    return nil
  }
}
