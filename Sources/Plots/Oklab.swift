import Glibc

/// A colour in OKLab, where equal distances look equally large.
///
/// The matrices are those of Björn Ottosson, "A perceptual color space for image processing" (2020).
struct Oklab {
  /// The lightness, from 0 for black to 1 for white.
  var lightness: Double
  /// The distance from grey.
  var chroma: Double
  /// The hue in degrees: 30 is red, 110 yellow, 145 green, 260 blue.
  var hue: Double

  /// The colour in sRGB; one that no screen can show loses chroma and keeps lightness and hue.
  var color: Color {
    if let color = Self.displayed(linear(chroma: chroma)) { return color }
    var shown = 0.0
    var hidden = chroma
    for _ in 0..<20 {
      let middle = (shown + hidden) / 2
      if Self.displayed(linear(chroma: middle)) == nil { hidden = middle } else { shown = middle }
    }
    // A grey of any lightness can be shown.
    return Self.displayed(linear(chroma: shown)) ?? .black
  }

  /// Returns red, green and blue as amounts of light.
  private func linear(chroma: Double) -> [Double] {
    let a = chroma * cos(hue * Double.pi / 180)
    let b = chroma * sin(hue * Double.pi / 180)
    let long = pow(lightness + 0.3963377774 * a + 0.2158037573 * b, 3)
    let medium = pow(lightness - 0.1055613458 * a - 0.0638541728 * b, 3)
    let short = pow(lightness - 0.0894841775 * a - 1.2914855480 * b, 3)
    return [
      4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
      -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
      -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    ]
  }

  /// Returns the colour of amounts of light, or nil where one is beyond what a screen shows.
  private static func displayed(_ linear: [Double]) -> Color? {
    let bytes = linear.compactMap { light -> UInt8? in
      guard (-0.0005...1.0005).contains(light) else { return nil }
      let light = min(max(light, 0), 1)
      // The transfer function of sRGB (IEC 61966-2-1).
      let encoded = light <= 0.0031308 ? 12.92 * light : 1.055 * pow(light, 1 / 2.4) - 0.055
      return UInt8((encoded * 255).rounded())
    }
    guard bytes.count == 3 else { return nil }
    return Color(red: bytes[0], green: bytes[1], blue: bytes[2])
  }
}
