internal import Datasets

/// The datasets that can be downloaded.
public enum PublishedNames {
  /// Their names, in alphabetical order.
  public static let all = [PublishedDataset.fashion.name, PublishedDataset.mnist.name]
}
