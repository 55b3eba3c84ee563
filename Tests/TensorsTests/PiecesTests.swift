import Tensors
import Synchronization
import Testing

@Suite struct PiecesTests {
  /// Three pieces, of which the last is short.
  private static let count = 2 * Pieces.length + 5

  private let numbers = Tensor(shape: [count]) { elements in
    for index in elements.indices { elements[index] = Float(index % 1_000) - 300 }
  }

  @Test func `the pieces make up the whole, in order`() {
    var next = 0
    Pieces.forEach(of: Self.count, stop: { false }) { piece in
      #expect(piece.lowerBound == next && piece.count <= Pieces.length)
      next = piece.upperBound
    }
    #expect(next == Self.count)
    Pieces.forEach(of: 0, stop: { false }) { _ in Issue.record("nothing has no pieces") }
  }

  @Test func `nobody is asked again after the answer to stop`() {
    var questions = 0
    var done = 0
    Pieces.forEach(
      of: Self.count,
      stop: {
        questions += 1; return questions == 2
      }
    ) { piece in
      done += piece.count
    }
    #expect(questions == 2)
    #expect(done == Pieces.length)
  }

  /// Every operation that may be long, under the name that a failure shows.
  private static let operations: [(name: String, run: @Sendable (Tensor, () -> Bool) -> Void)] = [
    ("map", { _ = $0.map(stop: $1) { $0 } }),
    ("combined", { _ = $0.combined(with: $0, as: $0.shape, stop: $1, +) }),
    (
      "broadcast rows",
      { tensor, stop in
        let column = tensor.reshaped(to: [tensor.count, 1])
        let row = Tensor(shape: [1, 2], repeating: 1)
        _ = column.combined(with: row, as: [tensor.count, 2], stop: stop, +)
      }
    ),
    ("reduced", { _ = $0.reshaped(to: [$0.count, 1]).reduced(axis: 1, stop: $1) { $0[0] } }),
    ("sum", { tensor, stop in tensor.withUnsafeElements { _ = Reduction.sum($0, stop: stop) } }),
    (
      "largest",
      { tensor, stop in tensor.withUnsafeElements { _ = Reduction.indexOfLargest($0, stop: stop) } }
    ),
    (
      "quantile",
      { tensor, stop in tensor.withUnsafeElements { _ = Reduction.quantile($0, 0.5, stop: stop) } }
    ),
    ("lanes", { _ = $0.mapLanes(axis: 0, stop: $1) { _ in } }),
    ("permuted", { _ = $0.reshaped(to: [$0.count, 1]).permuted([1, 0], stop: $1) }),
    ("selecting", { _ = $0.selecting([.slice(start: 0, count: $0.count, step: 1)], stop: $1) }),
    ("concatenating", { _ = Tensor.concatenating([$0, $0, $0], axis: 0, stop: $1) }),
    ("repeating", { _ = Tensor(shape: $0.shape, repeating: 1, stop: $1) }),
    ("statistics", { _ = TensorStatistics($0, stop: $1) }),
    (
      "bytes",
      { tensor, stop in
        let bytes = [UInt8](repeating: 1, count: tensor.count)
        let matrix = ByteMatrix(rowCount: tensor.count, columnCount: 1, bytes: bytes)
        _ = matrix.tensor(rows: 0..<tensor.count, stop: stop)
      }
    ),
  ]

  @Test(arguments: operations.indices)
  func `an operation asks as it goes on, and ends with the answer to stop`(index: Int) {
    let (name, run) = Self.operations[index]
    var questions = 0
    run(numbers) {
      questions += 1; return false
    }
    #expect(questions > 2, "\(name) asks while it goes on")
    let all = questions
    questions = 0
    run(numbers) {
      questions += 1; return questions > 1
    }
    #expect(questions < all, "\(name) leaves out the rest")
  }

  @Test func `sums do not depend on the pieces`() {
    let (sum, mean) = numbers.withUnsafeElements { (Reduction.sum($0), Reduction.mean($0)) }
    let exact = numbers.scalars.reduce(0.0) { $0 + Double($1) }
    #expect(sum == Float(exact))
    #expect(mean == Float(exact / Double(Self.count)))
  }

  @Test func `a product's rows do not depend on the pieces, of which each asks`() throws {
    let (depth, columns) = (2_048, 4_096)
    let left = Tensor(shape: [150, depth]) { elements in
      for index in elements.indices { elements[index] = 1 / Float(index % 91 + 3) }
    }
    let right = Tensor(shape: [depth, columns]) { elements in
      for index in elements.indices { elements[index] = 1 / Float(index % 83 - 50) }
    }
    let backend = CPUBackend(threads: 2)
    let asked = Atomic(0)
    let product = try backend.matmul(left, right) {
      asked.add(1, ordering: .relaxed)
      return false
    }
    #expect(asked.load(ordering: .relaxed) == 3)
    for row in [0, 63, 64, 127, 128, 149] {
      let alone = left.selecting([.slice(start: row, count: 1, step: 1)])
      try #expect(
        product.selecting([.slice(start: row, count: 1, step: 1)])
          == (try backend.matmul(alone, right))
      )
    }
  }
}
