/// One code point read from bytes.
struct UTF8Scalar {
  /// The code point.
  let scalar: Unicode.Scalar

  /// The bytes it takes.
  let length: Int

  /// Reads the code point at an offset; nil where the bytes are not well-formed UTF-8.
  init?(at offset: Int, in bytes: [UInt8]) {
    let first = bytes[offset]
    guard first >= 0x80 else {
      self.init(scalar: Unicode.Scalar(first), length: 1)
      return
    }
    // The ranges of Table 3-7 of the Unicode Standard; the second byte's range excludes overlong
    // forms, surrogates and what lies beyond U+10FFFF.
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if first == 0xE0 { second = 0xA0...0xBF }
      if first == 0xED { second = 0x80...0x9F }
    case 0xF0...0xF4:
      length = 4
      if first == 0xF0 { second = 0x90...0xBF }
      if first == 0xF4 { second = 0x80...0x8F }
    default: return nil
    }
    guard offset + length <= bytes.count, second.contains(bytes[offset + 1]) else { return nil }
    var value = UInt32(first) & (0x7F >> UInt32(length))
    for index in offset + 1..<offset + length {
      guard bytes[index] & 0xC0 == 0x80 else { return nil }
      value = value << 6 | UInt32(bytes[index] & 0x3F)
    }
    guard let scalar = Unicode.Scalar(value) else { return nil }
    self.init(scalar: scalar, length: length)
  }

  private init(scalar: Unicode.Scalar, length: Int) {
    self.scalar = scalar
    self.length = length
  }
}

extension Unicode.Scalar {
  /// Whether a name may begin with the code point.
  var beginsName: Bool {
    value < 0x80
      ? self == "_" || ("a"..."z").contains(self) || ("A"..."Z").contains(self)
      : properties.isXIDStart
  }

  /// Whether a name may go on with the code point: marks and characters of no width may, so that
  /// they tell names apart instead of vanishing.
  var continuesName: Bool {
    switch value {
    case 0..<0x80: beginsName || ("0"..."9").contains(self)
    case 0x200B...0x200D, 0x2060, 0xFEFF: true
    default: properties.isXIDContinue
    }
  }

  /// Whether the code point changes the direction of text, so that a script reads other than it
  /// runs (CVE-2021-42574).
  var overridesDirection: Bool {
    (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
  }
}
