public import Files

/// A dataset in .npy arrays or .csv tables of the user's own: a row, or all axes after the first,
/// is a sample.
///
/// Arrays of unsigned bytes are images, scaled as those of MNIST are. All other numbers are taken
/// as they stand.
public struct ArrayDataset: Sendable {
  /// The format of the files.
  public enum Format: String, Sendable { case npy, csv }

  /// The format of the files.
  public let format: Format

  /// The training samples.
  public let train: FilePath

  /// The test samples.
  public var test: FilePath?

  /// The labels of the training samples, a .npy array.
  public var labels: FilePath?

  /// The labels of the test samples, a .npy array.
  public var testLabels: FilePath?

  /// The column of a table that has the labels, from 0, or from -1 at the end.
  public var labelColumn: Int?

  /// Creates a dataset of files, which are not read yet.
  public init(_ format: Format, train: FilePath) {
    self.format = format
    self.train = train
  }

  /// Reads the files; `scaling` is that of bytes, and `stop` is asked as the work goes on.
  public func load(
    scaling: PixelScaling,
    budget: Int,
    stop: () -> Bool = { false }
  ) throws(DatasetError) -> Dataset {
    let first = try samples(train, labels, budget: budget, stop)
    let second = try test.map { (path) throws(DatasetError) in
      try samples(path, testLabels, budget: budget - first.byteCount, stop)
    }
    if let second, second.width != first.width {
      let widths = DataFault.sizeMismatch(train: [first.width], test: [second.width])
      throw .data(path: (test ?? train).description, widths)
    }
    let areBytes = first.isOfBytes && second?.isOfBytes ?? true
    // Whatever is no byte goes with its own numbers, of which a picture shows the whole range.
    let scaling = areBytes ? scaling : PixelScaling(showing: first.floats)
    let dataset = Dataset(
      name: format.rawValue,
      origin: .files([train, labels, test, testLabels].compactMap(\.self)),
      train: first.set(scaling: scaling, asBytes: areBytes, like: first, stop),
      test: second?.set(scaling: scaling, asBytes: areBytes, like: first, stop),
      scaling: scaling
    )
    if stop() { throw .interrupted }
    return dataset
  }

  private func samples(
    _ path: FilePath,
    _ labels: FilePath?,
    budget: Int,
    _ stop: () -> Bool
  ) throws(DatasetError) -> ArraySamples {
    let contents = try read(path, budget: budget, stop)
    let labels = try labels.map { (path) throws(DatasetError) in
      let contents = try read(path, budget: budget, stop)
      return try blaming(path) { () throws(DataFault) in
        try ArraySamples.labels(contents, budget: budget, stop)
      }
    }
    return try blaming(path) { () throws(DataFault) in
      let rest = budget - contents.count
      var samples =
        format == .npy
        ? try ArraySamples(array: contents, budget: rest, stop)
        : try ArraySamples(table: contents, labelColumn: labelColumn, budget: rest, stop)
      if let labels {
        guard labels.count == samples.count else {
          throw .countMismatch(images: samples.count, labels: labels.count)
        }
        samples.labels = labels
      }
      return samples
    }
  }

  private func read(
    _ path: FilePath,
    budget: Int,
    _ stop: () -> Bool
  ) throws(DatasetError) -> [UInt8] {
    do throws(FileError) {
      return try FileReader.read(path, limit: max(budget, 0), stop: stop)
    } catch {
      throw .file(error)
    }
  }

  private func blaming<R>(
    _ path: FilePath,
    _ body: () throws(DataFault) -> R
  ) throws(DatasetError) -> R {
    do throws(DataFault) { return try body() } catch {
      throw .data(path: path.description, error)
    }
  }
}

extension PixelScaling {
  /// Creates the scaling by which a picture shows the least of some numbers black and the greatest
  /// white; numbers of 0...1 are shown as they are.
  init(showing numbers: [Float]) {
    let low = numbers.min() ?? 0
    let high = numbers.max() ?? 1
    let isShare = low >= 0 && high <= 1
    let (start, extent) = isShare ? (0, 1) : (low, high - low)
    // Numbers that are all the same have no extent.
    let scaling = extent > 0 ? PixelScaling(mean: -start / extent, deviation: 1 / extent) : nil
    self = scaling ?? .plain
  }

  /// Bytes become numbers of 0...1.
  private static let plain = PixelScaling(mean: 0, deviation: 1) ?? .standard
}
