/// A network of plain loops in double precision, one sample after another.
final class ReferenceNetwork: NetworkExecution {
  let plan: NetworkPlan

  private var states: [ParameterState: [ParameterID: [Double]]] = [:]

  init(plan: NetworkPlan) {
    self.plan = plan
    for state in ParameterState.allCases {
      for parameter in plan.parameters {
        let zeros = [Double](repeating: 0, count: plan.shape(of: parameter).count)
        states[state, default: [:]][parameter] = zeros
      }
    }
  }

  func tensor(_ state: ParameterState, of parameter: ParameterID) -> Tensor {
    Tensor(shape: plan.shape(of: parameter), scalars: numbers(state, parameter).map { Float($0) })
  }

  func set(_ state: ParameterState, of parameter: ParameterID, to tensor: Tensor) {
    precondition(tensor.shape == plan.shape(of: parameter), "a parameter keeps its shape")
    states[state]?[parameter] = tensor.scalars.map { Double($0) }
  }

  func step(on batch: Batch, loss: LossKind, rule: UpdateRule?) throws(NumericFault) -> Double {
    var gradients: [ParameterID: [Double]] = [:]
    for parameter in plan.parameters {
      gradients[parameter] = [Double](repeating: 0, count: plan.shape(of: parameter).count)
    }
    var losses: [Double] = []
    let scale = 1 / Double(batch.count * plan.outputs)
    for place in batch.range {
      let row = Int(batch.order[place])
      let values = try outputs(input(batch.rows, row))
      losses.append(loss.sum(values))
      addGradients(values, loss, scale: scale, to: &gradients)
    }
    let mean = losses.reduce(0, +) * scale
    guard mean.isFinite else {
      let largest = losses.map { Float($0) }.filter(\.isFinite).max()
      throw NumericFault(place: .loss, value: Float(mean), largest: largest)
    }
    for parameter in plan.parameters.reversed() {
      let numbers = (gradients[parameter] ?? []).lazy.map { Float($0) }
      if let fault = NumericFault(place: .gradient(parameter), in: numbers) { throw fault }
    }
    states[.gradient] = gradients
    if let rule { plan.parameters.forEach { update($0, rule) } }
    return mean
  }

  func forward(_ input: Tensor, layers: Range<Int>) throws(TensorError) -> Tensor {
    try rows(of: input, first: layers.lowerBound, last: layers.upperBound - 1) { sample in
      layers.reduce(sample) { values, layer in
        self.product(layer, values).map(self.plan.layers[layer].activation.value)
      }
    }
  }

  func preactivation(_ input: Tensor, layer: Int) throws(TensorError) -> Tensor {
    try rows(of: input, first: 0, last: layer) { sample in
      let values = (0..<layer).reduce(sample) { values, layer in
        self.product(layer, values).map(self.plan.layers[layer].activation.value)
      }
      return self.product(layer, values)
    }
  }

  func lossSums(_ rows: ByteMatrix, loss: LossKind) -> [Float] {
    (0..<rows.rowCount).map { row in
      var values = [input(rows, row)]
      for layer in plan.layers.indices {
        values.append(product(layer, values[layer]).map(plan.layers[layer].activation.value))
      }
      return Float(loss.sum(values))
    }
  }

  private func numbers(_ state: ParameterState, _ parameter: ParameterID) -> [Double] {
    states[state]?[parameter] ?? []
  }

  private func input(_ rows: ByteMatrix, _ row: Int) -> [Double] {
    let first = row * rows.columnCount
    return (first..<(first + rows.columnCount)).map { Double(rows.number(at: $0)) }
  }

  /// Returns W x + b.
  private func product(_ layer: Int, _ x: [Double]) -> [Double] {
    let weights = numbers(.value, ParameterID(layer, .weight))
    let biases = numbers(.value, ParameterID(layer, .bias))
    return (0..<plan.layers[layer].outputs).map { output in
      var sum = biases.isEmpty ? 0 : biases[output]
      for index in x.indices { sum += weights[output * x.count + index] * x[index] }
      return sum
    }
  }

  /// Returns the input and the output of each layer.
  private func outputs(_ input: [Double]) throws(NumericFault) -> [[Double]] {
    var values = [input]
    for layer in plan.layers.indices {
      let output = product(layer, values[layer]).map(plan.layers[layer].activation.value)
      let numbers = output.lazy.map { Float($0) }
      if layer < plan.layers.count - 1,
        let fault = NumericFault(place: .output(layer: layer), in: numbers)
      {
        throw fault
      }
      values.append(output)
    }
    return values
  }

  private func addGradients(
    _ values: [[Double]],
    _ loss: LossKind,
    scale: Double,
    to gradients: inout [ParameterID: [Double]]
  ) {
    let last = plan.layers.count - 1
    var delta = zip(values[last + 1], values[0]).map { output, target in
      loss.slope(output - target) * scale * plan.layers[last].activation.slope(output)
    }
    for layer in plan.layers.indices.reversed() {
      let x = values[layer]
      for (output, slope) in delta.enumerated() {
        gradients[ParameterID(layer, .bias)]?[output] += slope
        for index in x.indices {
          gradients[ParameterID(layer, .weight)]?[output * x.count + index] += slope * x[index]
        }
      }
      guard layer > 0 else { return }
      let weights = numbers(.value, ParameterID(layer, .weight))
      let before = plan.layers[layer - 1].activation
      delta = x.indices.map { index in
        var sum = 0.0
        for output in delta.indices { sum += weights[output * x.count + index] * delta[output] }
        return sum * before.slope(x[index])
      }
    }
  }

  private func update(_ parameter: ParameterID, _ rule: UpdateRule) {
    var values = numbers(.value, parameter)
    var first = numbers(.firstMoment, parameter)
    var second = numbers(.secondMoment, parameter)
    for (index, gradient) in numbers(.gradient, parameter).enumerated() {
      switch rule {
      case .adam(let rule):
        let g = gradient + rule.decay * values[index]
        first[index] += (1 - rule.beta1) * (g - first[index])
        second[index] = rule.beta2 * second[index] + (1 - rule.beta2) * g * g
        let root = (second[index] / (1 - power(rule.beta2, rule.step))).squareRoot()
        let rate = rule.rate / (1 - power(rule.beta1, rule.step))
        values[index] -= rate * first[index] / (root + rule.epsilon)
      case .descent(let rule):
        first[index] = rule.momentum * first[index] + gradient + rule.decay * values[index]
        values[index] -= rule.rate * first[index]
      }
    }
    states[.value]?[parameter] = values
    states[.firstMoment]?[parameter] = first
    states[.secondMoment]?[parameter] = second
  }

  private func rows(
    of input: Tensor,
    first: Int,
    last: Int,
    _ body: ([Double]) -> [Double]
  ) throws(TensorError) -> Tensor {
    let width = plan.layers[first].inputs
    guard input.shape.rank == 2, input.shape[1] == width else {
      throw .shapeMismatch(
        expected: [input.shape.rank == 2 ? input.shape[0] : 0, width],
        found: input.shape
      )
    }
    let scalars = input.scalars
    let result = (0..<input.shape[0]).flatMap { row in
      body(scalars[(row * width)..<((row + 1) * width)].map { Double($0) }).map { Float($0) }
    }
    return Tensor(shape: [input.shape[0], plan.layers[last].outputs], scalars: result)
  }
}

extension LossKind {
  /// Returns the loss of a sample, given the network's values from its input to its output.
  fileprivate func sum(_ values: [[Double]]) -> Double {
    zip(values[values.count - 1], values[0]).reduce(0) { $0 + value($1.0 - $1.1) }
  }
}
