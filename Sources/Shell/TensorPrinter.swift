internal import Tensors

/// Prints a tensor in PyTorch's layout: nested brackets, one line a row of the last axis.
///
/// Beyond 1,000 elements each long axis shows its first and last three entries with `...` between
/// them, and the shape is added. It reads only the elements it shows.
struct TensorPrinter {
  let shape: Shape
  let scalars: (Range<Int>) -> [Float]

  private static let summaryThreshold = 1_000
  private static let edge = 3

  private var isSummarised: Bool { shape.count > Self.summaryThreshold }

  var text: String {
    if shape.rank == 0 { return scalars(0..<1)[0].description }
    let body = text(ofAxis: 0, at: 0, indent: "tensor(".count)
    // An empty tensor's brackets do not tell its shape; a summary's do not either.
    let isPlain = !isSummarised && (shape.count > 0 || shape.rank == 1)
    return "tensor(\(body)\(isPlain ? "" : ", shape=\(shape)"))"
  }

  /// Returns the text of one entry of an axis; `offset` is the flat index of its first element.
  private func text(ofAxis axis: Int, at offset: Int, indent: Int) -> String {
    if shape.count == 0 { return "[]" }
    let isLast = axis == shape.rank - 1
    let stride = shape.dimensions[(axis + 1)...].reduce(1, *)
    let parts = shownEntries(of: shape[axis]).map { entry -> String in
      guard let entry else { return "..." }
      let start = offset + entry * stride
      return isLast
        ? Self.text(of: scalars(start..<start + 1)[0])
        : text(ofAxis: axis + 1, at: start, indent: indent + 1)
    }
    let blanks = String(repeating: " ", count: indent + 1)
    // Blocks of rank 3 and more are set apart by blank lines, as PyTorch does.
    let breaks = String(repeating: "\n", count: max(shape.rank - axis - 1, 0))
    return "[" + parts.joined(separator: isLast ? ", " : "," + breaks + blanks) + "]"
  }

  private func shownEntries(of extent: Int) -> [Int?] {
    guard isSummarised, extent > 2 * Self.edge else { return Array(0..<extent) }
    return Array(0..<Self.edge) + [nil] + Array(extent - Self.edge..<extent)
  }

  /// Returns the shortest text that reads back as the same float, without a fraction of zero.
  static func text(of scalar: Float) -> String {
    let text = scalar.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
