internal import Datasets
internal import Files
internal import Language
internal import Shell

/// How a dataset was made, so that a checkpoint can have it made again.
///
/// It is data, not a script: resuming runs nothing that a file says.
enum DatasetRecipe {
  /// MNIST or Fashion-MNIST, from a folder or wherever it is found.
  case published(PublishedDataset, directory: FilePath?, limit: Int?, downloads: Bool)
  /// Generated digits.
  case digits(count: Int, test: Int, seed: Int)
  /// IDX files.
  case idx(IDXDataset)
  /// A .npy array or a .csv table.
  case array(ArrayDataset)
  /// Folders of PNG pictures.
  case pictures(PictureDataset)

  /// The name that a message gives the dataset.
  var name: String {
    switch self {
    case .published(let dataset, _, _, _): dataset.name
    case .digits: "digits"
    case .idx(let files): files.images.description
    case .array(let files): files.train.description
    case .pictures(let folders): folders.train.description
    }
  }

  /// Loads the dataset.
  func load(scaling: PixelScaling, in context: Context) throws(Diagnostic) -> Dataset {
    let budget = context.session.budget.bytes
    let stop = context.session.budget.isSpent
    switch self {
    case .published(let dataset, let directory, let limit, let downloads):
      return try PublishedDatasetLoader(
        dataset: dataset,
        directory: directory,
        limit: limit,
        scaling: scaling,
        downloads: downloads
      ).load(in: context)
    case .digits(let count, let test, let seed):
      let digits = GeneratedDigits(count: count, test: test, seed: UInt64(seed))
      return try Diagnostic.translating { () throws(DatasetError) in
        try digits.load(scaling: scaling, budget: budget, stop: stop)
      }
    case .idx(let files):
      return try Diagnostic.translating { () throws(DatasetError) in
        try files.load(scaling: scaling, budget: budget, stop: stop)
      }
    case .array(let files):
      return try Diagnostic.translating { () throws(DatasetError) in
        try files.load(scaling: scaling, budget: budget, stop: stop)
      }
    case .pictures(let folders):
      return try Diagnostic.translating { () throws(DatasetError) in
        try folders.load(scaling: scaling, budget: budget, shouldStop: stop)
      }
    }
  }
}
