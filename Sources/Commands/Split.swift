internal import Datasets
internal import Language
internal import Shell

/// One of a dataset's two parts.
enum Split: String, Choice {
  case train, test

  /// Returns the part's images, or throws where the dataset has none.
  func images(of dataset: Dataset) throws(Diagnostic) -> ImageSet {
    switch self {
    case .train: return dataset.train
    case .test:
      guard let test = dataset.test else {
        throw Diagnostic(
          .state,
          "the dataset '\(dataset.name)' has no test images",
          hint: "use 'train' instead, or load it with 'test='"
        )
      }
      return test
    }
  }
}
