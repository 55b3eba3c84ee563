internal import Kernels

/// A network on the processor.
///
/// It owns the memory of its parameters, which lie one after another, and of the batch in hand.
/// Weights lie as `[inputs, outputs]`, the transpose of PyTorch's layout, so that an input that is
/// zero skips a row. See `Kernels.h` for the layout of activations.
final class CPUNetwork: NetworkExecution {
  let plan: NetworkPlan
  let backend: CPUBackend

  /// The floats of all parameters for each state, and where each parameter begins.
  let states: [FloatBuffer]
  let offsets: [ParameterID: Int]

  /// The memory of a training step, made when the first one is.
  var workspace: StepWorkspace?

  /// The data of the last step, and whether the gradients that it made of them are in `states`.
  var lastBatch: LastBatch?
  var weightGradientsAreKept = true

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
    // Kernels read whole vectors, the last of which may reach beyond the last row.
    let padded = count + Int(kernelLaneCount)
    states = ParameterState.allCases.map { _ in FloatBuffer(count: padded) }
  }

  func tensor(_ state: ParameterState, of parameter: ParameterID) -> Tensor {
    if state == .gradient { keepGradients() }
    let source = pointer(state, parameter)
    let shape = plan.shape(of: parameter)
    return Tensor(shape: shape) { elements in
      guard let target = elements.baseAddress else { return }
      // SAFETY: the parameter has as many floats at its place as its shape says.
      if parameter.role == .weight {
        backend.kernels.exchange(source, shape[0], shape[1], shape[0], target)
      } else {
        target.update(from: source, count: elements.count)
      }
    }
  }

  func set(_ state: ParameterState, of parameter: ParameterID, to tensor: Tensor) {
    let shape = plan.shape(of: parameter)
    precondition(tensor.shape == shape, "a parameter keeps its shape")
    if state == .gradient { keepGradients() }
    let target = pointer(state, parameter)
    tensor.withUnsafeElements { elements in
      guard let source = elements.baseAddress else { return }
      // SAFETY: as above; a tensor never shares memory with a network.
      if parameter.role == .weight {
        backend.kernels.exchange(source, shape[1], shape[0], shape[1], target)
      } else {
        target.update(from: source, count: elements.count)
      }
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

/// The data that a step was made on.
struct LastBatch {
  let rows: ByteMatrix
  let count: Int
}
