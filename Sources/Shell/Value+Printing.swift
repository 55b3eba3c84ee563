internal import Language
internal import Tensors

extension Value {
  /// The value as `print` shows it: strings as they are.
  public var printed: String {
    if case .string(let text) = self { return text }
    return literal
  }

  /// The value as an expression statement shows it: strings quoted.
  public var literal: String {
    switch self {
    case .none: "nil"
    case .bool(let bool): bool ? "true" : "false"
    case .integer(let integer): String(integer)
    case .float(let float): float.description
    case .string(let text): Self.quoted(text)
    case .list(let list): "[" + list.elements.map(\.literal).joined(separator: ", ") + "]"
    case .record(let record):
      "{" + record.fields.map { "\($0.name.text): \($0.value.literal)" }.joined(separator: ", ")
        + "}"
    case .range(let range): "\(range.lowerBound)..\(range.upperBound)"
    case .tensor(let tensor): TensorPrinter(shape: tensor.shape) { tensor.scalars($0) }.text
    case .view(let view): TensorPrinter(shape: view.shape, scalars: view.scalars).text
    case .function(let function): "<function \(function.name.text)>"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Tensor {
  fileprivate func scalars(_ range: Range<Int>) -> [Float] {
    withUnsafeElements { Array($0[range]) }
  }
}

extension TensorView {
  /// Returns the elements of a range of flat indices, reading no more rows than it must.
  fileprivate func scalars(_ range: Range<Int>) -> [Float] {
    let width = shape.rank == 1 ? 1 : shape[1]
    guard width > 0, !range.isEmpty else { return [] }
    let first = range.lowerBound / width
    let part = rows(first..<(range.upperBound - 1) / width + 1)
    let offset = first * width
    return part.withUnsafeElements {
      Array($0[range.lowerBound - offset..<range.upperBound - offset])
    }
  }
}
