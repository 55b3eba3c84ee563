/// A dense array of 32-bit floats in row-major order, with value semantics.
///
/// Copies share their storage until one of them is written to.
public struct Tensor: Sendable {
  /// The extents of the axes.
  public private(set) var shape: Shape

  private var storage: TensorStorage

  /// Creates a tensor whose elements `initializer` writes; it must write all of them.
  public init(shape: Shape, initializer: (UnsafeMutableBufferPointer<Float>) throws -> Void)
    rethrows
  {
    self.shape = shape
    storage = TensorStorage(count: shape.count)
    try initializer(storage.elements)
  }

  /// Creates a tensor with every element equal to `value`, or those before `stop` said so.
  public init(shape: Shape, repeating value: Float, stop: () -> Bool = { false }) {
    self.init(shape: shape) { elements in
      Pieces.forEach(of: elements.count, stop: stop) { piece in
        elements.extracting(piece).update(repeating: value)
      }
    }
  }

  /// Creates a tensor from its elements in row-major order.
  ///
  /// - Precondition: there are as many scalars as the shape has elements.
  public init(shape: Shape, scalars: [Float]) {
    precondition(scalars.count == shape.count, "a tensor needs one scalar for each element")
    self.init(shape: shape) { _ = $0.update(fromContentsOf: scalars) }
  }

  /// Creates a rank-0 tensor.
  public init(_ scalar: Float) { self.init(shape: [], repeating: scalar) }

  /// The number of elements.
  public var count: Int { shape.count }

  /// The elements in row-major order.
  public var scalars: [Float] { withUnsafeElements(Array.init) }

  /// The only element of a tensor with one element, else nil.
  public var scalar: Float? { count == 1 ? storage.elements[0] : nil }

  /// Returns the same elements under another shape, without copying them.
  ///
  /// - Precondition: both shapes have the same number of elements.
  public func reshaped(to shape: Shape) -> Tensor {
    precondition(shape.count == count, "reshaping keeps the number of elements")
    var result = self
    result.shape = shape
    return result
  }

  /// Calls `body` with the elements, which stay valid for the time of the call only.
  public func withUnsafeElements<R>(_ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R
  {
    // SAFETY: `storage` owns the elements and lives at least until the call returns.
    try withExtendedLifetime(storage) { try body(UnsafeBufferPointer(storage.elements)) }
  }

  /// Calls `body` with the elements for reading and writing; a shared storage is copied first.
  public mutating func withUnsafeMutableElements<R>(
    _ body: (UnsafeMutableBufferPointer<Float>) throws -> R
  ) rethrows -> R {
    if !isKnownUniquelyReferenced(&storage) { storage = storage.copy() }
    // SAFETY: the storage is referenced by this tensor alone, so nobody else reads it meanwhile.
    return try withExtendedLifetime(storage) { try body(storage.elements) }
  }
}

extension Tensor: Equatable {
  /// Returns whether shapes and elements are equal, as IEEE compares them: NaN equals nothing.
  public static func == (left: Tensor, right: Tensor) -> Bool {
    guard left.shape == right.shape else { return false }
    return left.withUnsafeElements { a in
      right.withUnsafeElements { b in a.elementsEqual(b) }
    }
  }
}
