public import Files

/// A dataset of PNG pictures in folders of the user's own.
///
/// A folder has either pictures, or a folder of them for each class; then the classes are numbered
/// by the order of their names, and are the labels. All pictures have one size, and are read as
/// grey.
public struct PictureDataset: Sendable {
  /// The folder of the training pictures.
  public let train: FilePath

  /// The folder of the test pictures.
  public let test: FilePath?

  /// The most pictures of a folder.
  public static let countLimit = 1 << 24

  /// Creates a dataset of folders, which are not read yet.
  public init(train: FilePath, test: FilePath? = nil) {
    self.train = train
    self.test = test
  }

  /// Reads the pictures; `shouldStop` is asked before each.
  public func load(
    scaling: PixelScaling,
    budget: Int,
    shouldStop: () -> Bool = { false }
  ) throws(DatasetError) -> Dataset {
    let first = try PictureFolder(train).read(budget: budget, shouldStop: shouldStop)
    let second = try test.map { (path) throws(DatasetError) in
      let rest = budget - first.pixels.count
      return try PictureFolder(path).read(budget: rest, shouldStop: shouldStop)
    }
    if let second, [second.height, second.width] != [first.height, first.width] {
      let fault = DataFault.sizeMismatch(
        train: [first.height, first.width],
        test: [second.height, second.width]
      )
      throw .data(path: (test ?? train).description, fault)
    }
    return Dataset(
      name: "images",
      origin: .files([train, test].compactMap(\.self)),
      train: first.set(scaling: scaling),
      test: second?.set(scaling: scaling),
      scaling: scaling
    )
  }
}

/// A folder of pictures.
private struct PictureFolder {
  struct Pictures {
    var height = 0
    var width = 0
    var pixels: [UInt8] = []
    var labels: [UInt8]?

    func set(scaling: PixelScaling) -> ImageSet {
      ImageSet(height: height, width: width, bytes: pixels, labels: labels, scaling: scaling)
    }
  }

  private let path: FilePath

  init(_ path: FilePath) { self.path = path }

  func read(budget: Int, shouldStop: () -> Bool) throws(DatasetError) -> Pictures {
    var pictures = Pictures()
    let files = try files()
    if files.contains(where: { $0.label != nil }) { pictures.labels = [] }
    for (file, label) in files {
      if shouldStop() { throw .interrupted }
      try add(file, to: &pictures, budget: budget)
      if let label { pictures.labels?.append(label) }
    }
    return pictures
  }

  /// Returns the pictures in the order of their names, with their labels.
  private func files() throws(DatasetError) -> [(FilePath, label: UInt8?)] {
    let direct = try names(in: path).filter(Self.isPicture)
    if !direct.isEmpty { return direct.map { (path.appending($0), nil) } }
    var files: [(FilePath, label: UInt8?)] = []
    var classes = 0
    for name in try names(in: path) where DirectoryReader.isDirectory(path.appending(name)) {
      let folder = path.appending(name)
      let pictures = try names(in: folder).filter(Self.isPicture)
      if pictures.isEmpty { continue }
      guard let label = UInt8(exactly: classes) else {
        throw .data(path: path.description, .tooManyClasses(classes + 1))
      }
      files += pictures.map { (folder.appending($0), label) }
      classes += 1
    }
    guard !files.isEmpty else { throw .data(path: path.description, .noPictures) }
    return files
  }

  private func names(in folder: FilePath) throws(DatasetError) -> [FilePath] {
    do throws(FileError) {
      return try DirectoryReader.names(in: folder, limit: PictureDataset.countLimit)
    } catch {
      throw .file(error)
    }
  }

  private static func isPicture(_ name: FilePath) -> Bool {
    name.bytes.first != UInt8(ascii: ".")
      && String(decoding: name.bytes.suffix(4), as: UTF8.self).lowercased() == ".png"
  }

  private func add(
    _ file: FilePath,
    to pictures: inout Pictures,
    budget: Int
  ) throws(DatasetError) {
    let rest = max(budget - pictures.pixels.count, 0)
    let contents: [UInt8]
    do throws(FileError) { contents = try FileReader.read(file, limit: rest) } catch {
      throw .file(error)
    }
    let decoded: (height: Int, width: Int, pixels: [UInt8])
    do throws(PNGFault) {
      decoded = try PNGDecoder.decode(contents, budget: rest - contents.count)
    } catch {
      switch error {
      case .tooLarge(let height, let width):
        let bytes = height.multipliedReportingOverflow(by: 8 * width)
        throw .tooLarge(
          path: file.description,
          bytes: bytes.overflow ? .max : bytes.partialValue,
          budget: rest
        )
      case .decoder(let reason): throw .data(path: file.description, .notPNG(reason: reason))
      }
    }
    if pictures.pixels.isEmpty {
      (pictures.height, pictures.width) = (decoded.height, decoded.width)
    }
    let size = [pictures.height, pictures.width]
    guard [decoded.height, decoded.width] == size else {
      throw .data(
        path: file.description,
        .pictureSize(expected: size, found: [decoded.height, decoded.width])
      )
    }
    pictures.pixels += decoded.pixels
  }
}
