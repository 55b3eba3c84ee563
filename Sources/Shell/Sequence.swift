internal import Language
internal import Tensors

/// What a `for` walks through, by index.
struct Sequence {
  private enum Source {
    case integers(from: Int)
    case values([Value])
    case scalars([Unicode.Scalar])
    case tensor(Tensor)
    case view(TensorView)
  }

  let count: Int
  private let source: Source

  /// Creates the sequence of a value's elements.
  init(of value: Value, at place: Place) throws(Unwind) {
    switch value {
    case .range(let range): (count, source) = (range.count, .integers(from: range.lowerBound))
    case .list(let list): (count, source) = (list.elements.count, .values(list.elements))
    case .string(let text):
      let scalars = Array(text.unicodeScalars)
      (count, source) = (scalars.count, .scalars(scalars))
    case .tensor(let tensor) where tensor.shape.rank > 0:
      (count, source) = (tensor.shape[0], .tensor(tensor))
    case .view(let view): (count, source) = (view.shape[0], .view(view))
    default:
      throw place.failure(
        .type,
        "'for' needs a range, a list, a string or a tensor, not \(value.kindPhrase)"
      )
    }
  }

  subscript(index: Int) -> Value {
    switch source {
    case .integers(let first): .integer(first + index)
    case .values(let values): values[index]
    case .scalars(let scalars): .string(String(scalars[index]))
    case .tensor(let tensor): .tensor(tensor.selecting([.entry(index)]))
    case .view(let view): .tensor(view.rows(index..<index + 1).selecting([.entry(0)]))
    }
  }
}
