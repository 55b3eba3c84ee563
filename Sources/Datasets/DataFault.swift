/// What is wrong with the contents of a dataset's file.
public enum DataFault: Error, Equatable, Sendable {
  /// The IDX header is cut off; it ends at this byte.
  case headerEnds(byte: Int)
  /// The first four bytes are not those of IDX.
  case notIDX(magic: UInt32)
  /// The elements are not unsigned bytes; the code is that of the IDX format.
  case unsupportedElement(code: UInt8)
  /// The file has another number of dimensions than it needs.
  case unsupportedRank(expected: ClosedRange<Int>, found: Int)
  /// The dimensions multiply to more than the machine can count.
  case dimensionsOverflow([Int])
  /// The header promises another number of bytes than there are.
  case wrongLength(expected: Int, found: Int)
  /// The compressed data goes on after the number of bytes that the header promises.
  case longer(expected: Int)
  /// The gzip data ends early.
  case gzipEndsEarly
  /// The gzip data is damaged, in zlib's words.
  case gzipDamaged(reason: String)
  /// The gzip data is followed by bytes that are none; the offset is that of the first.
  case gzipFollowedByGarbage(offset: Int)
  /// Images of no height or no width, or no images at all.
  case empty(dimensions: [Int])
  /// There are not as many labels as images.
  case countMismatch(images: Int, labels: Int)
  /// A label lies beyond the number of classes.
  case labelOutOfRange(label: Int, index: Int, classes: Int)
  /// The contents are not the published ones.
  case wrongDigest(expected: String, found: String)
  /// A file of numbers is wrong.
  case array(ArrayFault)
  /// Samples have a number that is not finite; samples and numbers count from 0.
  case notFinite(sample: Int, element: Int, value: Float)
  /// An array has no rows of samples; these are its extents.
  case noRows(shape: [Int])
  /// Labels are not whole numbers from 0 to 255.
  case notLabels
  /// A table has no such column.
  case noColumn(Int, count: Int)
  /// A picture cannot be decoded, in libpng's words.
  case notPNG(reason: String)
  /// A picture has another size than the first one.
  case pictureSize(expected: [Int], found: [Int])
  /// A folder has no PNG files.
  case noPictures
  /// A folder has more classes than a label can tell apart.
  case tooManyClasses(Int)
  /// Training and test images differ in size.
  case sizeMismatch(train: [Int], test: [Int])
  /// Nothing: the work was told to stop.
  case stopped
}
