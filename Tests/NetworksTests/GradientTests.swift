import TestSupport
import Tensors
import Testing

/// Finite differences of the reference network's loss, in double precision; the other backends
/// agree with it by `BackendConformance`.
@Suite struct GradientTests {
  static let cases = [ActivationKind.identity, .relu, .tanh, .sigmoid].flatMap { hidden in
    [
      BackendConformance.Case([5, 4, 3, 5], hidden, .tanh, batch: 4),
      BackendConformance.Case([4, 3, 4], .tanh, hidden, batch: 5),
      BackendConformance.Case([4, 3, 4], .relu, hidden, hasBias: false, batch: 3, loss: .absolute),
    ]
  }

  @Test(arguments: cases)
  func `gradients are the slopes of the loss`(shape: BackendConformance.Case) throws {
    for backend in [ReferenceBackend(), CPUBackend(threads: 1)] as [any Backend] {
      #expect(try Self.failures(shape, gradientsFrom: backend) == [])
    }
  }

  /// Returns the places where a backend's gradients are not the slopes of the reference's loss.
  static func failures(
    _ shape: BackendConformance.Case,
    gradientsFrom backend: any Backend
  ) throws -> [String] {
    let plan = BackendConformance.plan(shape)
    let batch = BackendConformance.batch(shape)
    let network = try backend.makeNetwork(plan)
    let reference = try ReferenceBackend().makeNetwork(plan)
    var random = RandomSource(seed: 19).stream(.weights)
    for parameter in plan.parameters {
      let tensor = Tensor(shape: plan.shape(of: parameter)) { elements in
        for index in elements.indices { elements[index] = 2 * random.nextUniform() - 1 }
      }
      network.set(.value, of: parameter, to: tensor)
      reference.set(.value, of: parameter, to: tensor)
    }
    _ = try network.step(on: batch, loss: shape.loss, rule: nil)
    var failures: [String] = []
    for parameter in plan.parameters {
      let value = reference.tensor(.value, of: parameter)
      // Near a kink of relu or of |x| the two sides differ; the distance is kept small.
      let check = GradientCheck(distance: 0x1p-12)
      failures += try check.failures(
        of: network.tensor(.gradient, of: parameter).scalars,
        at: value.scalars
      ) { scalars in
        reference.set(.value, of: parameter, to: Tensor(shape: value.shape, scalars: scalars))
        return try reference.step(on: batch, loss: shape.loss, rule: nil)
      }.map { "\(parameter) \($0)" }
      reference.set(.value, of: parameter, to: value)
    }
    return failures
  }

  @Test func `the check finds a gradient that is wrong`() {
    let failures = GradientCheck().failures(of: [2, 5], at: [1, 2]) {
      Double($0[0] * $0[0] + $0[1] * $0[1])
    }
    #expect(failures.map(\.index) == [1])
  }
}
