public import Files

/// A dataset in IDX files of the user's own.
public struct IDXDataset: Sendable {
  /// The training images.
  public var images: FilePath

  /// The labels of the training images.
  public var labels: FilePath?

  /// The test images.
  public var test: FilePath?

  /// The labels of the test images.
  public var testLabels: FilePath?

  /// The number of classes: a label must lie below it.
  public var classes: Int

  /// Creates a dataset of files, which are not read yet.
  public init(
    images: FilePath,
    labels: FilePath? = nil,
    test: FilePath? = nil,
    testLabels: FilePath? = nil,
    classes: Int = 256
  ) {
    self.images = images
    self.labels = labels
    self.test = test
    self.testLabels = testLabels
    self.classes = classes
  }

  /// Reads the files; `stop` is asked as the work goes on.
  ///
  /// - Precondition: labels of test images come with test images.
  public func load(
    limit: Int? = nil,
    scaling: PixelScaling = .standard,
    budget: Int,
    stop: @escaping () -> Bool = { false }
  ) throws(DatasetError) -> Dataset {
    precondition(test != nil || testLabels == nil, "labels belong to images")
    let train = try set(images, labels, limit, scaling, budget: budget, stop)
    let testSet = try test.map { (path) throws(DatasetError) in
      let rest = budget - train.count * train.height * train.width
      return try set(path, testLabels, limit, scaling, budget: rest, stop)
    }
    if let testSet, [testSet.height, testSet.width] != [train.height, train.width] {
      throw .data(
        path: (test ?? images).description,
        .sizeMismatch(train: [train.height, train.width], test: [testSet.height, testSet.width])
      )
    }
    return Dataset(
      name: "idx",
      origin: .files([images, labels, test, testLabels].compactMap(\.self)),
      train: train,
      test: testSet,
      scaling: scaling
    )
  }

  private func set(
    _ images: FilePath,
    _ labels: FilePath?,
    _ limit: Int?,
    _ scaling: PixelScaling,
    budget: Int,
    _ stop: @escaping () -> Bool
  ) throws(DatasetError) -> ImageSet {
    let pixels = try IDXFile(reading: images, rank: 3...3, budget: budget, stop: stop)
    let classes = try labels.map { (path) throws(DatasetError) in
      try IDXFile(reading: path, rank: 1...1, budget: budget - pixels.values.count, stop: stop)
    }
    // The counts are compared before the limit hides a difference.
    if let classes, classes.values.count != pixels.dimensions[0] {
      throw .data(
        path: (labels ?? images).description,
        .countMismatch(images: pixels.dimensions[0], labels: classes.values.count)
      )
    }
    let digested = pixels.prefix(limit).hashed(stop: stop)
    if stop() { throw .interrupted }
    return try ImageSet(
      images: digested,
      labels: classes?.prefix(limit),
      classes: self.classes,
      paths: (images, labels ?? images),
      scaling: scaling
    )
  }
}
