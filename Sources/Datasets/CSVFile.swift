public import Tensors

/// A table of numbers in text: fields separated by commas, or by semicolons or tabs where the first
/// line has those.
///
/// Blank lines and lines that begin with `#` do not count. A first line with a field that is no
/// number names the columns. Fields may stand in double quotes.
public struct CSVFile: Sendable {
  /// The names of the columns; empty where the table has none.
  public let names: [String]

  /// The number of columns.
  public let columnCount: Int

  /// The numbers, row after row.
  public let values: [Float]

  /// The number of rows.
  public var rowCount: Int { values.count / columnCount }

  /// Reads a table; at most `budget` bytes are allocated for its numbers, and `stop` is asked as the
  /// lines go by.
  public init(
    contents: [UInt8],
    budget: Int,
    stop: () -> Bool = { false }
  ) throws(ArrayFault) {
    // Each number takes a byte of text at least, and a separator.
    let needed = contents.count / 2 * 4
    guard needed <= budget else { throw .memory(bytes: needed, budget: budget) }
    var reader = Reader(contents: contents[...])
    var unasked = 0
    if contents.starts(with: [0xEF, 0xBB, 0xBF]) { reader.rest = contents[3...] }
    guard let first = try reader.nextLine() else { throw .empty }
    let separator = Self.separator(of: first)
    var fields = Self.fields(of: first, separator)
    let columnCount = fields.count
    var values: [Float] = []
    if fields.allSatisfy({ Self.number($0) != nil }) {
      names = []
      try Self.append(fields, to: &values, line: reader.line)
    } else {
      guard fields.allSatisfy({ String(validating: $0, as: UTF8.self) != nil }) else {
        throw .text(line: reader.line)
      }
      names = fields.map { String(decoding: $0, as: UTF8.self) }
    }
    while let line = try reader.nextLine() {
      unasked += line.count
      if unasked > Self.questionSize {
        if stop() { throw .stopped }
        unasked = 0
      }
      fields = Self.fields(of: line, separator)
      guard fields.count == columnCount else {
        throw .fields(line: reader.line, expected: columnCount, found: fields.count)
      }
      try Self.append(fields, to: &values, line: reader.line)
    }
    guard !values.isEmpty else { throw .empty }
    self.columnCount = columnCount
    self.values = values
  }

  /// The bytes between two questions whether to stop: some milliseconds, though nothing be optimised.
  private static let questionSize = 1 << 15

  /// The table as a tensor of `[rows, columns]`; a single column is a vector.
  public var tensor: Tensor {
    Tensor(shape: columnCount == 1 ? [values.count] : [rowCount, columnCount], scalars: values)
  }

  private static func append(
    _ fields: [ArraySlice<UInt8>],
    to values: inout [Float],
    line: Int
  ) throws(ArrayFault) {
    for (column, field) in fields.enumerated() {
      guard let number = number(field) else {
        let text = String(decoding: field.prefix(32), as: UTF8.self)
        throw .field(line: line, column: column + 1, text: text)
      }
      let float = Float(number)
      guard float.isFinite || !number.isFinite else {
        throw .tooLarge(element: values.count, value: number)
      }
      values.append(float)
    }
  }

  private static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
    [",", ";", "\t"].map(UInt8.init(ascii:)).first(where: line.contains) ?? UInt8(ascii: ",")
  }

  private static func fields(
    of line: ArraySlice<UInt8>,
    _ separator: UInt8
  ) -> [ArraySlice<UInt8>] {
    line.split(separator: separator, omittingEmptySubsequences: false).map { field in
      let blanks: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
      var field = field.drop(while: blanks)
      while let last = field.last, blanks(last) { field = field.dropLast() }
      let quote = UInt8(ascii: "\"")
      guard field.count > 1, field.first == quote, field.last == quote else { return field }
      return field.dropFirst().dropLast()
    }
  }

  /// Returns the number that a field is, or nil; only ASCII digits count, and no hexadecimal ones.
  private static func number(_ field: ArraySlice<UInt8>) -> Double? {
    // Most fields are whole numbers of a few digits.
    if field.count < 10, !field.isEmpty, field.allSatisfy({ (0x30...0x39).contains($0) }) {
      return Double(field.reduce(0) { $0 * 10 + Int($1 & 0xF) })
    }
    let text = String(decoding: field, as: UTF8.self)
    let allowed = Set("0123456789+-.eE".utf8)
    guard field.allSatisfy(allowed.contains) else {
      return switch text.lowercased() {
      case "nan": .nan
      case "inf", "+inf", "infinity": .infinity
      case "-inf", "-infinity": -.infinity
      default: nil
      }
    }
    return Double(text).flatMap { $0.isFinite ? $0 : nil }
  }

  /// Takes lines from a text.
  private struct Reader {
    var rest: ArraySlice<UInt8>

    /// The number of the line that was taken last.
    var line = 0

    init(contents: ArraySlice<UInt8>) { rest = contents }

    /// Returns the next line that is neither blank nor a comment.
    mutating func nextLine() throws(ArrayFault) -> ArraySlice<UInt8>? {
      while !rest.isEmpty {
        line += 1
        var text = rest.prefix { $0 != 0x0A }
        rest = rest.dropFirst(text.count + 1)
        if text.last == 0x0D { text = text.dropLast() }
        guard text.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }) else {
          throw .text(line: line)
        }
        if text.contains(where: { $0 != 0x20 && $0 != 0x09 }), text.first != UInt8(ascii: "#") {
          return text
        }
      }
      return nil
    }
  }
}
