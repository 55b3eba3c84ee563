/// The header of a .npy file (numpy.lib.format, versions 1 to 3): a Python dictionary with the type
/// of the elements, their order and the extents, read as data and by these three names only.
struct NPYHeader {
  let element: NPYElement
  let isColumnMajor: Bool
  let shape: [Int]

  /// Where the elements begin.
  let bodyStart: Int

  /// No array of NumPy has more axes.
  private static let rankLimit = 64

  init(_ contents: [UInt8]) throws(ArrayFault) {
    guard contents.starts(with: [0x93] + Array("NUMPY".utf8)) else { throw .notNPY }
    guard contents.count >= 10, (1...3).contains(contents[6]), contents[7] == 0 else {
      throw .header(byte: min(contents.count, 6))
    }
    // Version 1 has two bytes for the length, the later ones four.
    let lengthSize = contents[6] == 1 ? 2 : 4
    let start = 8 + lengthSize
    guard contents.count >= start else { throw .header(byte: contents.count) }
    let length = contents[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= contents.count - start else { throw .header(byte: contents.count) }
    bodyStart = start + length
    var scanner = Scanner(bytes: contents[start..<bodyStart])
    let fields = try scanner.dictionary()
    guard case .text(let type)? = fields["descr"] else {
      throw .elementType(fields["descr"] == nil ? "" : "structured")
    }
    guard let element = NPYElement(type) else { throw .elementType(type) }
    guard case .flag(let isColumnMajor)? = fields["fortran_order"],
      case .numbers(let shape)? = fields["shape"], fields.count == 3
    else { throw .header(byte: start) }
    self.element = element
    self.isColumnMajor = isColumnMajor
    self.shape = shape
  }

  /// The number of elements, or nil where it cannot be counted.
  var count: Int? {
    var count = 1
    for extent in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: extent)
      if overflow { return nil }
      count = product
    }
    return count
  }

  private enum Literal: Equatable {
    case text(String)
    case flag(Bool)
    case numbers([Int])
    /// A list, which describes a structure.
    case list
  }

  /// Reads the few kinds of Python literals that a header has.
  private struct Scanner {
    var bytes: ArraySlice<UInt8>

    mutating func dictionary() throws(ArrayFault) -> [String: Literal] {
      var fields: [String: Literal] = [:]
      try take("{")
      while !isNext("}") {
        let name = try text()
        try take(":")
        let value = try literal()
        guard fields.updateValue(value, forKey: name) == nil else { throw fault }
        if !isNext("}") { try take(",") }
      }
      try take("}")
      skipBlanks()
      guard bytes.isEmpty else { throw fault }
      return fields
    }

    private mutating func literal() throws(ArrayFault) -> Literal {
      if isNext("'") || isNext("\"") { return .text(try text()) }
      if isNext("(") { return .numbers(try numbers()) }
      if isNext("[") { throw .elementType("structured") }
      for (word, flag) in [("True", true), ("False", false)] where bytes.starts(with: word.utf8) {
        bytes = bytes.dropFirst(word.utf8.count)
        return .flag(flag)
      }
      throw fault
    }

    private mutating func text() throws(ArrayFault) -> String {
      let quote: Character = isNext("'") ? "'" : "\""
      try take(quote)
      let content = bytes.prefix {
        $0 != quote.asciiValue && (0x20...0x7E).contains($0) && $0 != 0x5C
      }
      bytes = bytes.dropFirst(content.count)
      try take(quote)
      return String(decoding: content, as: UTF8.self)
    }

    private mutating func numbers() throws(ArrayFault) -> [Int] {
      var numbers: [Int] = []
      try take("(")
      while !isNext(")") {
        skipBlanks()
        let digits = bytes.prefix { (0x30...0x39).contains($0) }
        guard let number = Int(String(decoding: digits, as: UTF8.self)), numbers.count < rankLimit
        else { throw fault }
        bytes = bytes.dropFirst(digits.count)
        numbers.append(number)
        if !isNext(")") { try take(",") }
      }
      try take(")")
      return numbers
    }

    private mutating func isNext(_ character: Character) -> Bool {
      skipBlanks()
      return bytes.first == character.asciiValue
    }

    private mutating func take(_ character: Character) throws(ArrayFault) {
      guard isNext(character) else { throw fault }
      bytes = bytes.dropFirst()
    }

    private mutating func skipBlanks() { bytes = bytes.drop { $0 == 0x20 || $0 == 0x0A } }

    private var fault: ArrayFault { .header(byte: bytes.startIndex) }
  }
}
