public import Language
public import Tensors

extension Diagnostic {
  /// Runs `body` and tells what is wrong with tensors in words.
  public static func translating<R>(_ body: () throws(TensorError) -> R) throws(Diagnostic) -> R {
    do throws(TensorError) { return try body() } catch { throw Diagnostic(error) }
  }

  /// Creates the words for a fault of tensors.
  public init(_ error: TensorError) {
    switch error {
    case .shapeMismatch(let expected, let found):
      self.init(.shape, "expected a tensor of shape \(expected), found \(found)")
    case .axisOutOfRange(let axis, let rank):
      self.init(.index, "axis \(axis) is out of range for a tensor of \(rank) axes")
    case .tooLarge(let bytes, let available): self.init(memory: bytes, available)
    }
  }

  /// Creates the words for memory that cannot be had.
  public init(memory bytes: Int, _ available: Int) {
    self.init(
      .limit,
      "this needs \(bytes >> 20) MiB of memory, of which \(available >> 20) MiB are free"
    )
  }
}
