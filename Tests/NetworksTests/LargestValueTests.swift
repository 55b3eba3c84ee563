import Networks
import Tensors
import Testing

/// What is told of a tensor with a number that is not finite: the largest of those that are.
@Suite struct LargestValueTests {
  private let samples = Samples(count: 20, width: 4)

  private var batch: Batch {
    Batch(rows: samples.rows, order: (0..<20).map { Int32($0) }, range: 3..<20)
  }

  /// Returns the fault of a step with given weights.
  private func fault(
    _ weights: [[Float]],
    _ backend: any Backend = CPUBackend(threads: 2)
  ) throws -> NumericFault {
    let plan = NetworkPlan(layers: [
      LayerPlan(inputs: 4, outputs: 3, activation: .identity),
      LayerPlan(inputs: 3, outputs: 4, activation: .identity),
    ])
    let network = try backend.makeNetwork(plan)
    for (layer, scalars) in weights.enumerated() {
      let id = ParameterID(layer, .weight)
      network.set(.value, of: id, to: Tensor(shape: plan.shape(of: id), scalars: scalars))
    }
    do throws(NumericFault) {
      _ = try network.step(on: batch, loss: .squared, rule: nil)
    } catch {
      return error
    }
    throw Sound()
  }

  private struct Sound: Error {}

  private static func row(_ value: Float) -> [Float] { [Float](repeating: value, count: 4) }

  @Test func `of a layer's output it is the largest of all samples and units`() throws {
    let weights = Self.row(.infinity) + Self.row(0.5) + Self.row(-700)
    let found = try fault([weights, [Float](repeating: 1, count: 12)])
    #expect(found.place == .output(layer: 0))
    let inputs = batch.inputs.scalars
    let sums = (0..<17).map { inputs[(4 * $0)..<(4 * $0 + 4)].reduce(0, +) }
    let expected = 700 * (sums.map(abs).max() ?? 0)
    let largest = try #require(found.largest)
    #expect(expected > 1)
    #expect(abs(largest - expected) <= 1e-4 * expected)
  }

  @Test func `of a loss it is the largest of the samples'`() throws {
    // The squares of the outputs leave the range for some of the samples only.
    let found = try fault([
      Self.row(1) + Self.row(1) + Self.row(1), .init(repeating: 4e18, count: 12),
    ])
    #expect(found.place == .loss)
    #expect(found.value == .infinity)
    let largest = try #require(found.largest)
    #expect(largest.isFinite && largest > 1e36)
  }

  @Test(arguments: [true, false])
  func `there is none where nothing is finite`(isReference: Bool) throws {
    let infinite = [Float](repeating: .infinity, count: 12)
    let backend: any Backend = isReference ? ReferenceBackend() : CPUBackend(threads: 2)
    let found = try fault([infinite, infinite], backend)
    #expect(found.place == .output(layer: 0))
    #expect(found.largest == nil)
  }
}
