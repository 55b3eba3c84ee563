internal import Datasets
internal import Language
internal import Networks
internal import Shell
internal import Tensors

/// What the encoder makes of images.
enum Codes {
  /// The images that are encoded at a time.
  private static let rowsAtATime = 4_096

  /// Returns the codes of images, `[rows.count, code]`.
  static func encode(
    _ rows: Range<Int>,
    of images: ImageSet,
    with model: Autoencoder,
    in context: Context
  ) throws(Diagnostic) -> Tensor {
    var parts: [Tensor] = []
    for start in stride(from: rows.lowerBound, to: rows.upperBound, by: rowsAtATime) {
      try context.checkInterruption()
      let part = start..<min(start + rowsAtATime, rows.upperBound)
      parts.append(
        try Diagnostic.translating { () throws(TensorError) in
          try model.encode(images.pixels.tensor(rows: part))
        }
      )
    }
    return Tensor.concatenating(parts, axis: 0)
  }

  /// Returns the images that a decoder makes of codes, one after the other.
  static func decode(_ codes: [[Float]], with model: Autoencoder) throws(Diagnostic) -> Tensor {
    let width = model.architecture.codeWidth
    let tensor = Tensor(shape: [codes.count, width], scalars: codes.flatMap { $0 })
    return try Diagnostic.translating { () throws(TensorError) in try model.decode(tensor) }
  }

  /// Returns a list of dimensions of the code, or throws where it has none of a number.
  static func dimensions(
    _ value: Value,
    counts: ClosedRange<Int>,
    of model: Autoencoder
  ) throws(Diagnostic) -> [Int] {
    guard case .list(let list) = value else {
      throw Diagnostic(.type, "dims= takes a list, not \(value.kindPhrase)")
    }
    let width = model.architecture.codeWidth
    var dimensions: [Int] = []
    for element in list.elements {
      guard let dimension = element.wholeNumber else {
        throw Diagnostic(.type, "dims= takes whole numbers, not \(element.kindPhrase)")
      }
      guard (0..<width).contains(dimension) else {
        throw Diagnostic(.index, "the code has no dimension \(dimension): it has 0 to \(width - 1)")
      }
      guard !dimensions.contains(dimension) else {
        throw Diagnostic(.value, "dims= names dimension \(dimension) twice")
      }
      dimensions.append(dimension)
    }
    guard counts.contains(dimensions.count) else {
      let range = "\(counts.lowerBound) to \(counts.upperBound)"
      throw Diagnostic(.value, "dims= takes \(range) dimensions, not \(dimensions.count)")
    }
    return dimensions
  }
}
