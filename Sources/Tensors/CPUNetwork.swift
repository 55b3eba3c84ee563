internal import Kernels

/// A network on the processor.
///
/// It owns the memory of its parameters, which lie one after another, and of the batch in hand.
/// Weights lie as `[inputs, outputs]` for each part of a layer's outputs, the transpose of PyTorch's
/// layout, so that an input that is zero skips a row. See `Kernels.h` for the layout of activations.
final class CPUNetwork: NetworkExecution {
  let plan: NetworkPlan
  let backend: CPUBackend

  /// How the outputs of the layers are cut.
  let parts: LayerParts

  /// The floats of all parameters for each state, and where each parameter begins.
  let states: [FloatBuffer]
  private let offsets: ParameterOffsets

  /// The memory of a training step, made when the first one is.
  var workspace: StepWorkspace?

  /// What the last step was made on, and whether the gradients that it made of it are in `states`.
  var lastBatch = LastBatch(count: 0, background: 0)
  var weightGradientsAreKept = true

  /// How far the level of each byte is from that of zero, in the data of the last step.
  let distances = FloatBuffer(count: 256)

  var pace = Pace()

  /// The weights of the first layer while its dead units lie apart, and what tells which these are.
  var packed: PackedLayer?
  var deadUnits = DeadUnitWatch()
  var survey = RowSurvey()

  init(plan: NetworkPlan, backend: CPUBackend) {
    self.plan = plan
    self.backend = backend
    parts = LayerParts(plan, workers: backend.team.workers)
    var offsets = ParameterOffsets(layers: plan.layers.count)
    var count = 0
    for parameter in plan.parameters {
      offsets[parameter] = count
      let ranges = parts.ranges[parameter.layer]
      let size =
        parameter.role == .weight
        ? parts.weightOffsets[parameter.layer][ranges.count] : plan.shape(of: parameter).count
      count += roundUp(size, to: Int(kernelLaneCount))
    }
    self.offsets = offsets
    // Kernels read whole vectors, the last of which may reach beyond the last row.
    let padded = count + Int(kernelLaneCount)
    states = ParameterState.allCases.map { _ in FloatBuffer(count: padded) }
  }

  func tensor(_ state: ParameterState, of parameter: ParameterID) -> Tensor {
    if state == .gradient { keepGradients() }
    if parameter.layer == 0 { storePacked(state) }
    let source = pointer(state, parameter)
    let shape = plan.shape(of: parameter)
    return Tensor(shape: shape) { elements in
      guard let target = elements.baseAddress else { return }
      // SAFETY: the parameter has as many floats at its place as its shape says.
      if parameter.role == .weight {
        for (part, outputs) in parts.ranges[parameter.layer].enumerated() {
          let (rows, columns) = (shape[1], outputs.count)
          backend.kernels.exchange(
            source + parts.weightOffsets[parameter.layer][part],
            columns,
            rows,
            columns,
            target + outputs.lowerBound * rows
          )
        }
      } else {
        target.update(from: source, count: elements.count)
      }
    }
  }

  func set(_ state: ParameterState, of parameter: ParameterID, to tensor: Tensor) {
    let shape = plan.shape(of: parameter)
    precondition(tensor.shape == shape, "a parameter keeps its shape")
    if state == .gradient { keepGradients() }
    if parameter.layer == 0 { forgetDeadUnits() }
    let target = pointer(state, parameter)
    tensor.withUnsafeElements { elements in
      guard let source = elements.baseAddress else { return }
      // SAFETY: as above; a tensor never shares memory with a network.
      if parameter.role == .weight {
        for (part, outputs) in parts.ranges[parameter.layer].enumerated() {
          let (rows, columns) = (outputs.count, shape[1])
          backend.kernels.exchange(
            source + outputs.lowerBound * columns,
            columns,
            rows,
            columns,
            target + parts.weightOffsets[parameter.layer][part]
          )
        }
      } else {
        target.update(from: source, count: elements.count)
      }
    }
  }

  /// Returns where the numbers of a parameter begin.
  func pointer(_ state: ParameterState, _ parameter: ParameterID) -> UnsafeMutablePointer<Float> {
    states[state.rawValue].start + offsets[parameter]
  }

  /// Returns where the weights of a part of a layer begin.
  func weight(
    _ layer: Int,
    part: Int,
    _ state: ParameterState = .value
  ) -> UnsafeMutablePointer<Float> {
    pointer(state, ParameterID(layer, .weight)) + parts.weightOffsets[layer][part]
  }

  func bias(_ layer: Int, _ state: ParameterState = .value) -> UnsafeMutablePointer<Float>? {
    plan.layers[layer].hasBias ? pointer(state, ParameterID(layer, .bias)) : nil
  }
}

/// What is left of the data that a step was made on, but for its distances.
///
/// Threads read this and not the data, the counts of whose references they would have to share.
struct LastBatch {
  /// The number of samples.
  let count: Int
  /// The level of bytes that are zero.
  let background: Float
}

/// Where each parameter begins, in floats; a step asks some hundred times.
private struct ParameterOffsets {
  private var offsets: [Int]

  init(layers: Int) { offsets = Array(repeating: -1, count: 2 * layers) }

  subscript(_ parameter: ParameterID) -> Int {
    get {
      let offset = offsets[Self.place(of: parameter)]
      precondition(offset >= 0, "the network has this parameter")
      return offset
    }
    set { offsets[Self.place(of: parameter)] = newValue }
  }

  private static func place(of parameter: ParameterID) -> Int {
    2 * parameter.layer + (parameter.role == .bias ? 1 : 0)
  }
}
