internal import Glibc

/// Numbers as text for people.
enum NumberText {
  /// Returns a number with so many digits after the point.
  static func fixed(_ number: Double, decimals: Int) -> String {
    formatted("%.\(decimals)f", number)
  }

  /// Returns a number with so many significant digits, in C's `%g` form.
  static func significant(_ number: Double, digits: Int) -> String {
    formatted("%.\(digits)g", number)
  }

  /// Returns a whole number with commas between thousands, as in `220,435`.
  static func grouped(_ number: Int) -> String {
    let digits = Array(String(number.magnitude))
    var text = number < 0 ? "-" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  private static func formatted(_ format: String, _ number: Double) -> String {
    withVaList([number]) { list in
      var buffer = [CChar](repeating: 0, count: 400)
      let length = vsnprintf(&buffer, buffer.count, format, list)
      let bytes = buffer.prefix(max(0, min(Int(length), buffer.count - 1)))
      return String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
  }
}
