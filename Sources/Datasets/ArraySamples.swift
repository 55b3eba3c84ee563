/// Samples out of a file of numbers, checked to be finite.
struct ArraySamples {
  /// The number of samples.
  let count: Int

  /// The numbers of a sample.
  let width: Int

  /// The height of a sample that is an image.
  let height: Int?

  /// The labels, where the file has them.
  var labels: [UInt8]?

  private let elements: NPYFile.Elements

  /// Takes the samples of a .npy file: the first axis counts them.
  init(array contents: [UInt8], budget: Int, _ stop: () -> Bool) throws(DataFault) {
    let file: NPYFile
    do throws(ArrayFault) {
      file = try NPYFile(contents: contents, budget: budget, stop: stop)
    } catch {
      throw .array(error)
    }
    let shape = file.shape
    guard (1...4).contains(shape.count), !shape.contains(0), shape.count < 4 || shape[3] == 1 else {
      throw .noRows(shape: shape)
    }
    count = shape[0]
    width = shape.dropFirst().reduce(1, *)
    height = shape.count > 2 ? shape[1] : nil
    elements = file.elements
    if case .floats(let floats) = file.elements { try Self.check(floats, width: width) }
  }

  /// Takes the samples of a table: its rows, without the column of the labels.
  init(
    table contents: [UInt8],
    labelColumn: Int?,
    budget: Int,
    _ stop: () -> Bool
  ) throws(DataFault) {
    let file: CSVFile
    do throws(ArrayFault) {
      file = try CSVFile(contents: contents, budget: budget, stop: stop)
    } catch {
      throw .array(error)
    }
    count = file.rowCount
    height = nil
    guard let labelColumn else {
      width = file.columnCount
      elements = .floats(file.values)
      try Self.check(file.values, width: width)
      return
    }
    let columns = file.columnCount
    let column = labelColumn < 0 ? columns + labelColumn : labelColumn
    guard (0..<columns).contains(column), columns > 1 else {
      throw .noColumn(labelColumn, count: columns)
    }
    width = columns - 1
    labels = try Self.labels(
      stride(from: column, to: file.values.count, by: columns).map { file.values[$0] }
    )
    let rest = file.values.indices.filter { $0 % columns != column }.map { file.values[$0] }
    elements = .floats(rest)
    try Self.check(rest, width: width)
  }

  /// Returns the labels of a .npy file of one axis.
  static func labels(
    _ contents: [UInt8],
    budget: Int,
    _ stop: () -> Bool
  ) throws(DataFault) -> [UInt8] {
    let file: NPYFile
    do throws(ArrayFault) {
      file = try NPYFile(contents: contents, budget: budget, stop: stop)
    } catch {
      throw .array(error)
    }
    guard file.shape.count == 1 else { throw .notLabels }
    switch file.elements {
    case .bytes(let bytes): return bytes
    case .floats(let floats): return try labels(floats)
    }
  }

  private static func labels(_ numbers: [Float]) throws(DataFault) -> [UInt8] {
    let labels = numbers.compactMap { UInt8(exactly: $0) }
    guard labels.count == numbers.count else { throw .notLabels }
    return labels
  }

  private static func check(_ numbers: [Float], width: Int) throws(DataFault) {
    guard let index = numbers.firstIndex(where: { !$0.isFinite }) else { return }
    throw .notFinite(sample: index / width, element: index % width, value: numbers[index])
  }

  /// Whether the numbers are unsigned bytes.
  var isOfBytes: Bool { if case .bytes = elements { true } else { false } }

  /// The numbers as floats.
  var floats: [Float] {
    switch elements {
    case .bytes(let bytes): bytes.map { Float($0) }
    case .floats(let floats): floats
    }
  }

  /// The memory that the numbers take.
  var byteCount: Int { count * width * (isOfBytes ? 1 : 4) }

  /// Returns the samples as a set; the shape of pictures is that of `first`.
  func set(
    scaling: PixelScaling,
    asBytes: Bool,
    like first: ArraySamples,
    _ stop: () -> Bool
  ) -> ImageSet {
    let height = first.height ?? Self.side(of: width)
    if asBytes, case .bytes(let bytes) = elements {
      return ImageSet(
        height: height,
        width: width / height,
        bytes: bytes,
        labels: labels,
        scaling: scaling,
        stop: stop
      )
    }
    return ImageSet(
      height: height,
      width: width / height,
      floats: floats,
      labels: labels,
      scaling: scaling,
      stop: stop
    )
  }

  /// Returns the height of the picture that a flat sample makes: a square where there is one of at
  /// least 8x8, else a line.
  private static func side(of width: Int) -> Int {
    let side = Int(Double(width).squareRoot())
    return side >= 8 && side * side == width ? side : 1
  }
}
