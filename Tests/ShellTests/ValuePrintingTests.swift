import Shell
import Tensors
import Testing

@Suite struct ValuePrintingTests {
  @Test(arguments: [
    (Value.integer(-3), "-3"), (.float(2), "2.0"), (.float(0.1), "0.1"), (.float(1e-5), "1e-05"),
    (.float(.infinity), "inf"), (.float(.nan), "nan"), (.float(-0.0), "-0.0"), (.none, "nil"),
    (.bool(true), "true"), (.string("a\"b\n"), "\"a\\\"b\\n\""), (.range(0..<3), "0..3"),
    (.tensor(Tensor(0.1)), "0.1"),
    (.tensor(Tensor(shape: [3], scalars: [1, 2.5, -0.0])), "tensor([1, 2.5, -0])"),
    (.tensor(Tensor(shape: [0], scalars: [])), "tensor([])"),
    (.tensor(Tensor(shape: [0, 3], scalars: [])), "tensor([], shape=[0, 3])"),
  ])
  func `prints a value so that it reads back`(value: Value, text: String) {
    #expect(value.literal == text)
  }

  @Test func `prints rows below each other`() {
    let tensor = Tensor(shape: [2, 1, 2], scalars: [1, 2, 3, 4])
    #expect(
      Value.tensor(tensor).literal == "tensor([[[1, 2]],\n\n        [[3, 4]]])"
    )
  }

  @Test func `F113 a large tensor is summarised`() {
    let tensor = Tensor(shape: [10_000, 10_000], repeating: 0)
    let text = Value.tensor(tensor).literal
    #expect(text.hasSuffix(", shape=[10000, 10000])"))
    #expect(text.contains("0, 0, 0, ..., 0, 0, 0"))
    #expect(text.utf8.count < 1_000)
  }

  @Test func `a view is read only where it is shown`() {
    let view = TensorView(shape: [1_000_000, 4]) { rows in
      precondition(rows.count <= 2, "printing reads no more than it shows")
      return Tensor(shape: [rows.count, 4], repeating: Float(rows.lowerBound))
    }
    let text = Value.view(view).literal
    #expect(text.contains("[999999, 999999, 999999, 999999]]"))
  }
}
