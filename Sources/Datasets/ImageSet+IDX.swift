internal import Files

extension ImageSet {
  /// Creates a set from IDX files whose dimensions are compared first.
  init(
    images: IDXFile,
    labels: IDXFile?,
    classes: Int,
    paths: (images: FilePath, labels: FilePath),
    scaling: PixelScaling
  ) throws(DatasetError) {
    let dimensions = images.dimensions
    guard dimensions.count == 3, !dimensions.contains(0) else {
      throw .data(path: paths.images.description, .empty(dimensions: dimensions))
    }
    if let labels {
      do throws(DataFault) {
        try Self.check(labels: labels.values, images: dimensions[0], classes: classes)
      } catch {
        throw .data(path: paths.labels.description, error)
      }
    }
    self.init(
      height: dimensions[1],
      width: dimensions[2],
      bytes: images.values,
      labels: labels?.values,
      factors: [],
      scaling: scaling,
      digests: Digests(images: images.sha256, labels: labels?.sha256)
    )
  }

  private static func check(
    labels: [UInt8],
    images: Int,
    classes: Int
  ) throws(DataFault) {
    guard labels.count == images else {
      throw .countMismatch(images: images, labels: labels.count)
    }
    if let index = labels.firstIndex(where: { Int($0) >= classes }) {
      throw .labelOutOfRange(label: Int(labels[index]), index: index, classes: classes)
    }
  }
}
