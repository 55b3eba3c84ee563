import Glibc

/// The texts at ticks: as few digits as tell them apart, all of one form.
enum TickLabels {
  /// Returns the texts of ticks of a linear axis.
  static func linear(_ ticks: [Double]) -> [String] {
    let largest = ticks.map(abs).max() ?? 0
    guard largest > 0 else { return ticks.map { _ in "0" } }
    let gap = zip(ticks, ticks.dropFirst()).map { abs($1 - $0) }.filter { $0 > 0 }.min() ?? largest
    // Between a ten-thousandth and a million people read digits; beyond, powers of ten.
    guard largest < 1e7, largest >= 1e-3 else { return ticks.map { scientific($0, gap: gap) } }
    let decimals = decimals(of: ticks, gap: gap)
    return ticks.map { fixed($0, decimals: decimals, hasCommas: largest >= 10_000) }
  }

  /// Returns the text of a tick of a logarithmic axis.
  static func logarithmic(_ ticks: [Double]) -> [String] {
    let isPlain = ticks.allSatisfy { (1e-4..<1e6).contains($0) }
    return ticks.map { tick in
      isPlain ? plain(tick) : scientific(tick, gap: tick / 10)
    }
  }

  /// Returns a number with as many decimals as it needs, at most nine.
  private static func plain(_ number: Double) -> String {
    fixed(
      number,
      decimals: decimals(of: [number], gap: abs(number)),
      hasCommas: abs(number) >= 10_000
    )
  }

  /// Returns the fewest decimals that show numbers apart from a thousandth of the gap between them.
  private static func decimals(of numbers: [Double], gap: Double) -> Int {
    for decimals in 0..<9 {
      let power = pow(10, Double(decimals))
      let isExact = numbers.allSatisfy { abs(($0 * power).rounded() / power - $0) < gap * 1e-3 }
      if isExact { return decimals }
    }
    return 9
  }

  /// Returns a number below 1e8 with so many decimals, at most nine.
  static func fixed(_ number: Double, decimals: Int, hasCommas: Bool = false) -> String {
    let power = pow(10, Double(decimals))
    // Below 1e8 times 1e9: it fits 64 bits.
    let scaled = Int((abs(number) * power).rounded())
    let digits = Array(String(scaled / Int(power)))
    var text = number < 0 && scaled > 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0, hasCommas, (digits.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    guard decimals > 0 else { return text }
    let fraction = String(scaled % Int(power))
    return text + "." + String(repeating: "0", count: decimals - fraction.count) + fraction
  }

  /// Returns a number as a product with a power of ten, such as `2.5×10⁻⁴`.
  private static func scientific(_ number: Double, gap: Double) -> String {
    guard number != 0, number.isFinite else { return number == 0 ? "0" : String(number) }
    var exponent = Int(log10(abs(number) * (1 + 1e-12)).rounded(.down))
    var mantissa = number / pow(10, Double(exponent))
    if !mantissa.isFinite || mantissa == 0 {
      // 10 to the exponent is itself beyond what a double holds.
      mantissa = number / pow(10, Double(exponent / 2)) / pow(10, Double(exponent - exponent / 2))
    }
    guard mantissa.isFinite, abs(mantissa) < 100 else { return String(number) }
    if abs(mantissa) >= 9.9999999 {
      mantissa /= 10
      exponent += 1
    }
    let ratio = gap / abs(number) * abs(mantissa)
    let decimals = min(decimals(of: [mantissa], gap: max(ratio, 1e-9)), 6)
    let power = "10" + superscript(exponent)
    let text = fixed(mantissa, decimals: decimals)
    return text == "1" ? power : text == "−1" ? "−" + power : "\(text)×\(power)"
  }

  private static func superscript(_ number: Int) -> String {
    let digits: [Character] = ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"]
    return String(String(number).map { $0.wholeNumberValue.map { digits[$0] } ?? "⁻" })
  }
}
