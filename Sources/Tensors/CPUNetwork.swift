internal import Kernels

/// A network on the processor.
///
/// It owns the memory of its parameters, which lie in PyTorch's layout one after another, and of
/// the batch in hand. See `Kernels.h` for the layout of activations.
final class CPUNetwork: NetworkExecution {
  let plan: NetworkPlan
  let backend: CPUBackend

  /// The floats of all parameters for each state, and where each parameter begins.
  let states: [FloatBuffer]
  let offsets: [ParameterID: Int]

  /// The memory of a training step, made when the first one is.
  var workspace: StepWorkspace?
  var pace = Pace()

  init(plan: NetworkPlan, backend: CPUBackend) {
    self.plan = plan
    self.backend = backend
    var offsets: [ParameterID: Int] = [:]
    var count = 0
    for parameter in plan.parameters {
      offsets[parameter] = count
      count += roundUp(plan.shape(of: parameter).count, to: Int(kernelLaneCount))
    }
    self.offsets = offsets
    states = ParameterState.allCases.map { _ in FloatBuffer(count: count) }
  }

  func tensor(_ state: ParameterState, of parameter: ParameterID) -> Tensor {
    let source = pointer(state, parameter)
    return Tensor(shape: plan.shape(of: parameter)) { elements in
      // SAFETY: the parameter has as many floats at its place as its shape says.
      elements.baseAddress?.update(from: source, count: elements.count)
    }
  }

  func set(_ state: ParameterState, of parameter: ParameterID, to tensor: Tensor) {
    precondition(tensor.shape == plan.shape(of: parameter), "a parameter keeps its shape")
    let target = pointer(state, parameter)
    tensor.withUnsafeElements { elements in
      guard let source = elements.baseAddress else { return }
      // SAFETY: as above; a tensor never shares memory with a network.
      target.update(from: source, count: elements.count)
    }
  }

  /// Returns where the numbers of a parameter begin.
  func pointer(_ state: ParameterState, _ parameter: ParameterID) -> UnsafeMutablePointer<Float> {
    guard let offset = offsets[parameter] else {
      preconditionFailure("the network has no parameter \(parameter)")
    }
    return states[state.rawValue].start + offset
  }

  func weight(_ layer: Int, _ state: ParameterState = .value) -> UnsafeMutablePointer<Float> {
    pointer(state, ParameterID(layer, .weight))
  }

  func bias(_ layer: Int, _ state: ParameterState = .value) -> UnsafeMutablePointer<Float>? {
    plan.layers[layer].hasBias ? pointer(state, ParameterID(layer, .bias)) : nil
  }
}
