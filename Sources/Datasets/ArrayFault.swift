/// What is wrong with a file of numbers: .npy, .npz or .csv.
public enum ArrayFault: Error, Equatable, Sendable {
  /// The first bytes are not those of a .npy file.
  case notNPY
  /// The header is cut off, or of a version that is not known, or makes no sense at this byte.
  case header(byte: Int)
  /// The elements are of a type that holds no real numbers, as NumPy writes it.
  case elementType(String)
  /// The extents multiply to more than can be counted.
  case shape([Int])
  /// The header promises another number of bytes than there are.
  case wrongLength(expected: Int, found: Int)
  /// A number is too large for single precision; elements count from 0.
  case tooLarge(element: Int, value: Double)
  /// More memory is needed than there is for it.
  case memory(bytes: Int, budget: Int)
  /// The archive is damaged, or no zip archive at all, for this reason.
  case archive(String)
  /// The archive has no array of that name.
  case noArray(String, known: [String])
  /// A line of a table has another number of fields than the first; lines count from 1.
  case fields(line: Int, expected: Int, found: Int)
  /// A field of a table is no number; lines and columns count from 1.
  case field(line: Int, column: Int, text: String)
  /// The file has no numbers.
  case empty
  /// The text is not UTF-8 or has control characters; lines count from 1.
  case text(line: Int)
  /// Nothing: the work was told to stop.
  case stopped
}
