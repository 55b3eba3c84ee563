/// The type of the elements of a .npy file: kind, size and order of the bytes.
struct NPYElement {
  enum Kind: Character { case bool = "b", signed = "i", unsigned = "u", float = "f" }

  let kind: Kind
  let size: Int
  let isBigEndian: Bool

  /// Whether an element is one byte that stands for a whole number.
  var isByte: Bool { kind == .unsigned && size == 1 }

  /// Reads NumPy's notation, such as `<f4`, or returns nil for what holds no real numbers.
  init?(_ text: String) {
    let characters = Array(text)
    guard characters.count == 3, "<>|=".contains(characters[0]),
      let kind = Kind(rawValue: characters[1]), let size = characters[2].wholeNumberValue
    else { return nil }
    let sizes = kind == .bool ? [1] : kind == .float ? [2, 4, 8] : [1, 2, 4, 8]
    guard sizes.contains(size) else { return nil }
    self.kind = kind
    self.size = size
    isBigEndian = characters[0] == ">"
  }

  /// Returns the number that an element's bytes stand for.
  func number(_ bytes: UnsafeRawBufferPointer, at index: Int) -> Double {
    let offset = index * size
    switch (kind, size) {
    case (.bool, _): return bytes[offset] == 0 ? 0 : 1
    case (.unsigned, 1): return Double(bytes[offset])
    case (.signed, 1): return Double(Int8(bitPattern: bytes[offset]))
    case (.unsigned, 2): return Double(load(UInt16.self, bytes, offset))
    case (.signed, 2): return Double(Int16(bitPattern: load(UInt16.self, bytes, offset)))
    case (.float, 2): return Self.half(load(UInt16.self, bytes, offset))
    case (.unsigned, 4): return Double(load(UInt32.self, bytes, offset))
    case (.signed, 4): return Double(Int32(bitPattern: load(UInt32.self, bytes, offset)))
    case (.float, 4): return Double(Float(bitPattern: load(UInt32.self, bytes, offset)))
    case (.unsigned, _): return Double(load(UInt64.self, bytes, offset))
    case (.signed, _): return Double(Int64(bitPattern: load(UInt64.self, bytes, offset)))
    case (.float, _): return Double(bitPattern: load(UInt64.self, bytes, offset))
    }
  }

  private func load<Bits: FixedWidthInteger>(
    _ type: Bits.Type,
    _ bytes: UnsafeRawBufferPointer,
    _ offset: Int
  ) -> Bits {
    // SAFETY: the caller's index lies within the elements, whose bytes were counted.
    let bits = bytes.loadUnaligned(fromByteOffset: offset, as: type)
    return isBigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits)
  }

  /// Returns the number of IEEE's half precision: a sign, 5 bits of exponent, 10 of fraction.
  private static func half(_ bits: UInt16) -> Double {
    let fraction = Double(bits & 0x3FF)
    let exponent = Int(bits >> 10 & 0x1F)
    let magnitude: Double
    switch exponent {
    case 0: magnitude = fraction * 0x1p-24
    case 31: magnitude = fraction == 0 ? .infinity : .nan
    default:
      magnitude = Double(
        sign: .plus,
        exponent: exponent - 25,
        significand: fraction + 1024
      )
    }
    return bits & 0x8000 == 0 ? magnitude : -magnitude
  }
}
