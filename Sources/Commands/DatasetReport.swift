internal import Datasets
internal import Files
internal import Shell
internal import Tensors

/// What the user is told of a dataset.
struct DatasetReport {
  private let dataset: Dataset

  init(_ dataset: Dataset) { self.dataset = dataset }

  /// One line for a dataset that has just been loaded.
  var headline: String {
    let test = dataset.test.map { " and \(NumberText.grouped($0.count)) test" } ?? ""
    let (height, width) = (dataset.train.height, dataset.train.width)
    let what = height == 1 ? "rows of \(width) numbers" : "images of \(height)x\(width)"
    return "\(dataset.name): \(NumberText.grouped(dataset.train.count)) training\(test) \(what), "
      + origin
  }

  /// All there is to say, but for the classes.
  var lines: [String] {
    let scaling = dataset.scaling
    let range = scaling.range
    return [
      headline,
      "values from \(range.lowerBound) to \(range.upperBound)"
        + (dataset.train.pixels.floats == nil
          ? ": bytes over 255, less \(scaling.mean), over \(scaling.deviation)"
          : ", as they stand in the file"),
      factors,
      "SHA-256 \(dataset.checksum)",
    ].compactMap(\.self) + dataset.warnings.map(Self.text)
  }

  /// How many images each class has, or nil without labels.
  var classes: Table? {
    guard let train = dataset.train.classCounts else { return nil }
    let test = dataset.test?.classCounts
    let count = max(train.count, test?.count ?? 0)
    let rows = (0..<count).map { label in
      [String(label), Self.cell(train, label)] + (test.map { [Self.cell($0, label)] } ?? [])
    }
    let columns = ["class", "train"] + (test == nil ? [] : ["test"])
    return Table(columns: columns.map { Table.Column($0, .right) }, rows: rows)
  }

  private static func cell(_ counts: [Int], _ label: Int) -> String {
    label < counts.count ? String(counts[label]) : "0"
  }

  private var factors: String? {
    guard !dataset.train.factors.isEmpty else { return nil }
    return "known factors: " + dataset.train.factors.map(\.name).joined(separator: ", ")
  }

  private var origin: String {
    switch dataset.origin {
    case .directory(let path): "from \(path)"
    case .cache(let path): "from the cache \(path)"
    case .download(let path): "downloaded to \(path)"
    case .files(let paths): "from \(paths.map(\.description).joined(separator: ", "))"
    case .generator(let seed): "generated with seed \(seed)"
    }
  }

  /// Returns a warning in words.
  static func text(of warning: Dataset.Warning) -> String {
    switch warning {
    case .fewerTrainThanTest(let train, let test):
      "there are fewer images to train with (\(train)) than to test with (\(test)): "
        + "are the files swapped?"
    }
  }
}
