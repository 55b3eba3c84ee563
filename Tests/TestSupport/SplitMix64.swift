/// Sebastiano Vigna's generator SplitMix64 (public domain), for tests that repeat themselves.
public struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// Creates a generator whose numbers repeat by the seed.
  public init(seed: UInt64) { state = seed }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// Returns at most six characters that are easily mistaken: quotation marks, newlines, controls,
  /// composed and composing ones.
  public mutating func text() -> String {
    let pool: [Unicode.Scalar] = ["a", "\"", "\\", "\n", "\r", "\u{1}", "é", "😀", "\u{301}", " "]
    var view = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...6, using: &self) {
      view.append(pool.randomElement(using: &self) ?? "a")
    }
    return String(view)
  }
}
