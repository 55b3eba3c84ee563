extension Lexer {
  /// Reads the number that begins here: `12`, `1_000`, `0.5`, `.5`, `1e-3`.
  mutating func scanNumber() -> Token.Kind {
    let start = position
    var isWellFormed = true
    var isFloat = false
    if bytes[position] != Ascii.dot { isWellFormed = scanDigits() }
    // "1." is no number, so that `1..3` is a range.
    if byte(at: position) == Ascii.dot, Ascii.isDigit(byte(at: position + 1)) {
      isFloat = true
      position += 1
      isWellFormed = scanDigits() && isWellFormed
    }
    if byte(at: position) | 0x20 == 101, let digits = exponentDigits(from: position + 1) {
      isFloat = true
      position = digits
      isWellFormed = scanDigits() && isWellFormed
    }
    let end = endOfNumberText(from: position)
    guard end == position, isWellFormed else {
      position = end
      return .invalid(.malformedNumber)
    }
    return isFloat ? float(from: start) : integer(from: start)
  }

  /// Reads digits and single underscores between them; false if the underscores stand wrong.
  private mutating func scanDigits() -> Bool {
    var isWellFormed = true
    while Ascii.isDigit(byte(at: position)) || byte(at: position) == Ascii.underscore {
      if bytes[position] == Ascii.underscore {
        let isBetween =
          Ascii.isDigit(byte(at: position - 1)) && Ascii.isDigit(byte(at: position + 1))
        isWellFormed = isWellFormed && isBetween
      }
      position += 1
    }
    return isWellFormed
  }

  /// Returns where the digits of an exponent begin, after its sign, or nil if there are none.
  private func exponentDigits(from offset: Int) -> Int? {
    let isSigned = byte(at: offset) == Ascii.minus || byte(at: offset) == UInt8(ascii: "+")
    let digits = isSigned ? offset + 1 : offset
    return Ascii.isDigit(byte(at: digits)) ? digits : nil
  }

  /// Returns where letters, digits and further fractions that touch a number end.
  private func endOfNumberText(from offset: Int) -> Int {
    var end = endOfNameParts(from: offset)
    while byte(at: end) == Ascii.dot, Ascii.isDigit(byte(at: end + 1)) {
      end = endOfNameParts(from: end + 1)
    }
    return end
  }

  private func integer(from start: Int) -> Token.Kind {
    var value: UInt64 = 0
    for byte in bytes[start..<position] where byte != Ascii.underscore {
      let product = value.multipliedReportingOverflow(by: 10)
      let sum = product.partialValue.addingReportingOverflow(UInt64(byte - Ascii.zero))
      guard !product.overflow, !sum.overflow else { return .invalid(.numberTooLarge) }
      value = sum.partialValue
    }
    return .integer(value)
  }

  private func float(from start: Int) -> Token.Kind {
    let digits = bytes[start..<position].filter { $0 != Ascii.underscore }
    // The library rounds correctly and reads no locale.
    guard let value = Double(String(decoding: digits, as: UTF8.self)) else {
      return .invalid(.malformedNumber)
    }
    return value.isFinite ? .float(value) : .invalid(.numberTooLarge)
  }
}
