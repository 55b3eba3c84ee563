import Plots

/// Returns an image whose pixels all differ from their neighbours and between images.
func sample(_ number: Int, width: Int = 28, height: Int = 28) throws -> GrayImage {
  let pixels = (0..<width * height).map { UInt8(truncatingIfNeeded: $0 * 7 + number * 31 + 3) }
  return try GrayImage(width: width, height: height, pixels: pixels)
}

/// Returns several such images.
func samples(_ count: Int, from first: Int = 0) throws -> [GrayImage] {
  try (first..<first + count).map { try sample($0) }
}

/// Returns bytes that no compressor makes smaller, the same each time.
func noise(_ count: Int) -> [UInt8] {
  // SplitMix64 by Sebastiano Vigna, in the public domain.
  var state: UInt64 = 1
  return (0..<count).map { _ in
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return UInt8(truncatingIfNeeded: mixed ^ (mixed >> 31))
  }
}
