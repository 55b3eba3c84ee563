internal import Datasets
internal import Language

extension Diagnostic {
  /// Runs `body` and tells why a dataset cannot be loaded in words.
  static func translating<R>(_ body: () throws(DatasetError) -> R) throws(Diagnostic) -> R {
    do throws(DatasetError) { return try body() } catch { throw Diagnostic(error) }
  }

  /// Creates the words for a dataset that cannot be loaded.
  init(_ error: DatasetError) {
    switch error {
    case .file(let error): self.init(error)
    case .data(_, .array(.stopped)), .data(_, .stopped), .interrupted:
      self.init(.interrupted, "interrupted")
    case .data(let path, let fault):
      self.init(Self.kind(fault), "'\(path)': \(Self.text(fault))", hint: Self.hint(fault))
    case .tooLarge(let path, let bytes, let budget):
      self.init(.limit, "'\(path)' needs \(bytes) bytes of memory, of which \(budget) are free")
    case .unknownName(let name, let known):
      self.init(
        .value,
        "there is no dataset '\(name)'",
        hint: "there are \(known.joined(separator: ", "))"
      )
    case .notFound(let name, let searched):
      self.init(
        .data,
        "\(name) is in none of the folders \(searched.joined(separator: ", "))",
        hint: "name its folder with 'dir=', or take 'dataset digits', which needs no files"
      )
    case .noCache(let name):
      self.init(
        .file,
        "there is no folder to keep \(name) in: neither XDG_CACHE_HOME nor HOME is set"
      )
    case .download(let name, let error): self.init(downloading: name, error)
    }
  }

  private static func kind(_ fault: DataFault) -> Kind {
    switch fault {
    case .notFinite: .numeric
    case .array(.memory): .limit
    default: .data
    }
  }

  private static func hint(_ fault: DataFault) -> String? {
    switch fault {
    case .wrongDigest:
      "the file is damaged or another dataset's: put the published one in its place"
    case .labelOutOfRange: "'classes=' of 'dataset idx' says how many classes there are"
    default: nil
    }
  }

  static func text(_ fault: DataFault) -> String {
    switch fault {
    case .headerEnds(let byte): "the IDX header ends at byte \(byte)"
    case .notIDX(let magic): "not an IDX file: it begins with \(hexadecimal(magic, digits: 8))"
    case .unsupportedElement(let code):
      "elements of type \(hexadecimal(UInt32(code), digits: 2)) instead of unsigned bytes"
    case .unsupportedRank(let expected, let found):
      "\(found) dimensions instead of \(text(expected))"
    case .dimensionsOverflow(let dimensions):
      "dimensions \(text(dimensions)) are more than can be counted"
    case .wrongLength(let expected, let found):
      "the header promises \(expected) bytes, there are \(found)"
    case .longer(let expected): "there is more than the \(expected) bytes that the header promises"
    case .gzipEndsEarly: "gzip data ends early"
    case .gzipDamaged(let reason): "gzip data is damaged: \(reason)"
    case .gzipFollowedByGarbage(let offset): "gzip data is followed by garbage at byte \(offset)"
    case .empty(let dimensions): "dimensions \(text(dimensions)) hold nothing"
    case .countMismatch(let images, let labels): "\(images) images but \(labels) labels"
    case .labelOutOfRange(let label, let index, let classes):
      "label \(label) of image \(index) is none of the \(classes) classes"
    case .wrongDigest(let expected, let found):
      // An MD5 has 32 digits.
      "the contents have \(expected.count == 32 ? "MD5" : "SHA-256") \(found.prefix(12))… "
        + "instead of \(expected.prefix(12))…"
    case .array(let fault): text(fault)
    case .notFinite(let sample, let element, let value):
      "number \(element) of sample \(sample) is not finite (\(value))"
    case .noRows(let shape): "an array of shape \(shape) has no rows of samples"
    case .notLabels: "labels must be whole numbers from 0 to 255, one for each sample"
    case .noColumn(let column, let count): "there is no column \(column): the table has \(count)"
    case .notPNG(let reason): "no sound PNG picture: \(reason)"
    case .pictureSize(let expected, let found):
      "a picture of \(text(found)) pixels, where the first has \(text(expected))"
    case .noPictures: "there are no .png files in the folder, nor in folders below it"
    case .tooManyClasses(let count): "\(count) classes are more than 256"
    case .sizeMismatch(let train, let test):
      "training images of \(text(train)) but test images of \(text(test))"
    case .stopped: "interrupted"
    }
  }

  private static func text(_ ranks: ClosedRange<Int>) -> String {
    ranks.count == 1 ? "\(ranks.lowerBound)" : "\(ranks.lowerBound) to \(ranks.upperBound)"
  }

  private static func text(_ dimensions: [Int]) -> String {
    dimensions.map(String.init).joined(separator: "x")
  }

  private static func hexadecimal(_ number: UInt32, digits: Int) -> String {
    let text = String(number, radix: 16)
    return "0x" + String(repeating: "0", count: digits - text.count) + text
  }
}
