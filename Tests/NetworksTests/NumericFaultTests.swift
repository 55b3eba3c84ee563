import Networks
import Tensors
import Testing

@Suite struct NumericFaultTests {
  /// Trains until a number is not finite; returns the trainer, its state before the last step, and
  /// the error.
  static func fail(_ trainer: Trainer) throws -> (before: [String: [UInt32]], TrainingError?) {
    var before = trainer.state
    for _ in 0..<50 {
      before = trainer.state
      do {
        try trainer.run(.steps(1))
      } catch {
        return (before, error)
      }
    }
    return (before, nil)
  }

  @Test(arguments: ["adam", "sgd"])
  func `a rate far too large stops before the update`(optimizer: String) throws {
    let trainer = try makeTrainer(optimizer: optimizer, options: ["lr": 1e30])
    let (before, error) = try Self.fail(trainer)
    #expect(error != nil)
    #expect(trainer.state == before)
    let step = trainer.progress.step
    guard case .notFinite(let at, let epoch, let layer, _, let value, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(at == step + 1)
    #expect(epoch == 1)
    #expect(layer.hasPrefix("encoder.") || layer.hasPrefix("decoder."))
    #expect(!value.isFinite)
    #expect(trainer.progress.position == step * 8)
  }

  @Test func `names the layer whose output it was`() throws {
    let trainer = try makeTrainer()
    let weight = Tensor(shape: [3, 7], repeating: .greatestFiniteMagnitude)
    #expect(trainer.model.setParameter("encoder.2.weight", to: weight))
    let bias = Tensor(shape: [7], repeating: 100)
    #expect(trainer.model.setParameter("encoder.0.bias", to: bias))
    let (before, error) = try Self.fail(trainer)
    let expected = TrainingError.notFinite(
      step: 1,
      epoch: 1,
      layer: "encoder.2",
      tensor: "encoder.2",
      value: .infinity,
      largest: nil
    )
    #expect(error == expected)
    #expect(trainer.state == before)
    #expect(trainer.progress == TrainingProgress())
  }

  @Test func `names the parameter whose gradient it was, and updates none`() throws {
    // The loss is finite, but its slope times the next layer's weights is not.
    let architecture = try Architecture(widths: [12, 7, 3], activation: .none, output: .none)
    let backend = CPUBackend(threads: 2)
    let model = try Autoencoder(architecture, seed: 4, backend: backend)
    let trainer = try Trainer(model, source: Samples(), optimizer: try Optimizers.make("adam"))
    #expect(model.setParameter("decoder.1.weight", to: Tensor(shape: [12, 7], repeating: 3e15)))
    #expect(model.setParameter("encoder.1.weight", to: Tensor(shape: [3, 7], repeating: 1e15)))
    #expect(model.setParameter("encoder.0.weight", to: Tensor(shape: [7, 12], repeating: 1e-17)))
    #expect(model.setParameter("decoder.0.weight", to: Tensor(shape: [7, 3], repeating: 1e15)))
    #expect(model.setParameter("encoder.0.bias", to: Tensor(shape: [7], repeating: 0)))
    #expect(model.setParameter("encoder.1.bias", to: Tensor(shape: [3], repeating: 0)))
    #expect(model.setParameter("decoder.0.bias", to: Tensor(shape: [7], repeating: 0)))
    let (before, error) = try Self.fail(trainer)
    #expect(trainer.state == before)
    guard case .notFinite(1, 1, _, let tensor, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(tensor == "loss" || model.parameterNames.contains(tensor))
  }

  @Test func `large gradients that are finite are applied`() throws {
    // Beyond the bound that proves gradients finite, so they are looked at one by one; the result
    // is that of the reference.
    let rule = UpdateRule.descent(DescentRule(rate: 1e-30, momentum: 0, decay: 0))
    let plan = NetworkPlan(layers: [
      LayerPlan(inputs: 2, outputs: 1, activation: .identity),
      LayerPlan(inputs: 1, outputs: 2, activation: .identity),
    ])
    let samples = Samples(count: 4, width: 2)
    let batch = Batch(rows: samples.rows, order: [0, 1, 2, 3], range: 0..<4)
    var results: [[Tensor]] = []
    for backend in [CPUBackend(threads: 2), ReferenceBackend()] as [any Backend] {
      let network = try backend.makeNetwork(plan)
      network.set(.value, of: ParameterID(0, .weight), to: Tensor(shape: [1, 2], repeating: 1e-2))
      network.set(.value, of: ParameterID(0, .bias), to: Tensor(shape: [1], repeating: 1))
      network.set(.value, of: ParameterID(1, .weight), to: Tensor(shape: [2, 1], repeating: 1e19))
      network.set(.value, of: ParameterID(1, .bias), to: Tensor(shape: [2], repeating: -9.8e18))
      let loss = try? network.step(on: batch, loss: .absolute, rule: rule)
      #expect(loss?.isFinite == true)
      results.append(plan.parameters.map { network.tensor(.value, of: $0) })
    }
    for (tested, expected) in zip(results[0], results[1]) {
      for (a, b) in zip(tested.scalars, expected.scalars) { #expect(abs(a - b) <= 1e-5 * abs(b)) }
    }
  }
}
