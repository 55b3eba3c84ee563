/// The datasets that have a name.
public enum StandardDataset: Sendable {
  /// One that was published in files.
  case published(PublishedDataset)
  /// The generated digits.
  case digits

  /// All names, in alphabetical order.
  public static let names = ["digits", PublishedDataset.fashion.name, PublishedDataset.mnist.name]

  /// Finds a dataset by its name, which is compared as a whole: it is no path.
  public init(named name: String) throws(DatasetError) {
    switch name {
    case "digits": self = .digits
    case PublishedDataset.fashion.name: self = .published(.fashion)
    case PublishedDataset.mnist.name: self = .published(.mnist)
    default: throw .unknownName(name, known: Self.names)
    }
  }
}
